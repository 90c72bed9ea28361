/**
 * Millicent's vendors: they validate scrip on the spot, by hashing and a look into memory, and give goods and change.
 * They talk to no bank. Change is good as long as the scrip it comes from. Dishonest vendors keep it.
 * @source G95; the lecture (validates scrip and generates change)
 * @module
 */
import { Counter } from '../../../protocols/millicent/counter.ts';
import { IdRange } from '../../../protocols/millicent/id-range.ts';
import { Issuer } from '../../../protocols/millicent/issuer.ts';
import type { Shop } from '../../../protocols/millicent/price-list.ts';
import type { Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import { Till } from '../../../protocols/millicent/till.ts';
import type { Microdollars } from '../../../units.ts';
import type { House, Letter } from './evidence.ts';
import { OWN_IDS, vendorName, WARES } from './numbers.ts';
import type { Setting } from './setting.ts';
import { hashesOfPayment } from './work.ts';

/** What is wanted, and for how much, the demand has settled. */
const EVERYTHING: Shop<Supplied> = { quote: ({ offer }) => ({ price: offer }) };

/** Attempts that a vendor reports; who was behind them is known of none but the first. */
const FRAUDS: ReadonlySet<string> = new Set(['already-spent', 'bad-stamp', 'bad-request-hmac', 'bad-seal']);
const NOBODY = -1;

interface Vendor {
  readonly house: House;
  /** Of pieces for brokers' warehouses. */
  readonly issuer: Issuer;
  nextWare: number;
}

export class Vendors {
  readonly #setting: Setting;
  readonly #vendors: readonly Vendor[];
  readonly #keepingChange = new Set<number>();
  readonly #hashes: ReturnType<typeof hashesOfPayment>;

  constructor(setting: Setting) {
    const { market, options, evidence } = setting;
    const { life, replayWindow } = options;
    this.#setting = setting;
    this.#hashes = hashesOfPayment(options);
    this.#vendors = Array.from({ length: market.demand.vendors }, (_, vendor) => {
      const ids = new IdRange(OWN_IDS);
      const till = new Till<Supplied>({ ids, replayWindow, refundWindow: 0 });
      return {
        house: evidence.vendor(vendor, new Counter(till, EVERYTHING)),
        issuer: new Issuer({ vendor: vendorName(vendor), ids, customers: WARES, life }),
        nextWare: WARES.from,
      };
    });
  }

  // ---- payments

  /** A payment has come, and is answered at once. */
  paid(slot: number): void {
    const { market, post, closed } = this.#setting;
    const { col } = post.slab;
    const [user, vendor, errand] = [col.user[slot], col.vendor[slot], col.errand[slot]];
    if (vendor === closed.vendor) {
      this.#reply({ user, vendor, errand, closed: true }, []);
      return;
    }
    const { house } = this.#vendors[vendor];
    market.work.users.hash += this.#hashes.user;
    market.work.vendors.hash += this.#hashes.vendor;
    const [request] = post.letters(slot);
    const keeps = this.#keepingChange.has(vendor);
    const { now } = market.simulation;
    const { reply, outcome } = keeps ? house.answerWithoutChange(request, now) : house.answer(request, now);
    if (typeof outcome === 'string') this.#report(outcome, vendor, request);
    else if (!outcome.again) this.#book(vendor, outcome.receipt, keeps);
    this.#reply({ user, vendor, errand }, [reply], typeof outcome === 'string' ? undefined : outcome.receipt);
  }

  #reply(to: Parameters<Setting['post']['write']>[0], letters: readonly Letter[], copy?: unknown): void {
    const { post, lines } = this.#setting;
    post.send(lines.replies, 'replies', post.write(to, letters, copy));
  }

  #book(vendor: number, receipt: Parameters<Setting['books']['charge']>[1], keeps: boolean): void {
    if (keeps) this.#setting.books.keepChange(vendor, receipt);
    else this.#setting.books.charge(vendor, receipt);
  }

  /** Who spends twice has shown his customer's secret, except in the clear, where anyone may have copied the scrip. */
  #report(reason: string, vendor: number, request: Letter): void {
    const { market, options, books } = this.#setting;
    if (!FRAUDS.has(reason)) return;
    const isProven = reason === 'already-spent' && options.protocol !== 'clear';
    const scrip = isProven ? this.#vendors[vendor].house.scripOf(request) : undefined;
    const buyer = scrip === undefined ? NOBODY : books.buyerOf(vendor, scrip);
    market.incident(reason, buyer === NOBODY ? NOBODY : market.userParty(buyer));
  }

  // ---- warehouses

  /** A broker wants pieces: each has a CustID# of its own, since nobody knows whose they will be. */
  bulkOrdered(slot: number): void {
    const { post, lines, closed } = this.#setting;
    const { col } = post.slab;
    const [broker, vendor, value, count] = [col.broker[slot], col.vendor[slot], col.amount[slot], col.count[slot]];
    if (vendor === closed.vendor) return;
    const { house } = this.#vendors[vendor];
    const letters = this.#make(vendor, value, count).map((scrip) => house.grant(scrip));
    lines.bulks.send(post.write({ broker, vendor, amount: value, count }, letters));
  }

  #make(vendor: number, value: Microdollars, count: number): Scrip[] {
    const maker = this.#vendors[vendor];
    const { now } = this.#setting.market.simulation;
    return Array.from({ length: count }, () => maker.issuer.make(value, maker.nextWare++, now));
  }

  // ---- what only dishonest vendors do

  /** From now on this vendor keeps all that is handed to it, and gives nothing. */
  keepChange(vendor: number): void {
    this.#keepingChange.add(vendor);
  }

  // ---- figures

  /** ID#s that all vendors together keep in memory. */
  get spentIds(): number {
    return this.#vendors.reduce((sum, { house }) => sum + house.counter.till.remembered.spent, 0);
  }
}
