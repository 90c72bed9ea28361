/**
 * Those who copy coins where they lie: in a user's wallet, or in the broker's store before they are sold. The owner
 * keeps his, so it is paid to whoever comes first.
 * @source RS96, section 3 (theft of coins); that copies are taken is ours
 * @module
 */
import { type Stream, stream } from '../../../sim/random.ts';
import type { Microdollars } from '../../../units.ts';
import type { Setting } from './setting.ts';
import type { Users } from './users.ts';

export class Thieves<C> {
  readonly #setting: Setting<C>;
  readonly #users: Users<C>;
  readonly #draw: Stream;
  /** Copies of coins of the running period, of each thief. */
  readonly #loot = new Map<number, C[]>();
  #lootPeriod = 0;
  stolen = 0;

  constructor(setting: Setting<C>, users: Users<C>) {
    this.#setting = setting;
    this.#users = users;
    this.#draw = stream(setting.market.seed, `${setting.market.label}/thieves`);
  }

  fromUser(thief: number, victim: number, most: number): number {
    return this.#keep(thief, this.#users.copyOf(victim, most).coins);
  }

  fromStore(thief: number, most: number): number {
    const { issues } = this.#setting;
    const issue = issues.of(issues.current);
    const { register } = issue;
    const places = new Set<number>();
    while (places.size < Math.min(most, register.neverSold))
      places.add(Math.floor(this.#draw.next() * register.neverSold));
    return this.#keep(
      thief,
      [...places].map((place) => issue.coinAt(register.unsoldAt(place))),
    );
  }

  pay(thief: number, vendor: number, price: Microdollars): boolean {
    const need = price / this.#setting.options.coinValue;
    const loot = this.#lootOf(thief);
    if (!Number.isInteger(need) || loot.length < need) return false;
    const pile = { period: this.#lootPeriod, coins: loot.splice(0, need) };
    this.#users.presentForeign(thief, vendor, price, pile);
    return true;
  }

  #keep(thief: number, coins: readonly C[]): number {
    this.#lootOf(thief).push(...coins);
    this.stolen += coins.length;
    return coins.length;
  }

  /** What was stolen of an ended period is worth nothing. */
  #lootOf(thief: number): C[] {
    const { current } = this.#setting.issues;
    if (this.#lootPeriod !== current) this.#loot.clear();
    this.#lootPeriod = current;
    const loot = this.#loot.get(thief) ?? [];
    this.#loot.set(thief, loot);
    return loot;
  }
}
