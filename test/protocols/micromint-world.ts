/**
 * A small world of MicroMint on the protocol's own pieces: users of whom some spend and hand in their coins twice,
 * vendors of whom one deposits everything again and again, a splicer, and a broker whose periods end in time or are
 * recalled, in whatever order it comes. After every step it must hold that no coin is paid twice, that only who spent a
 * coin twice is blamed for it, and that an honest user has what he bought and did not spend.
 *
 * What a user signs for is not in the world: a vendor who gives a coin to another frames its buyer, and so does a thief.
 */
import { NOBODY, Register, SOLD_OUT } from '../../src/protocols/micromint/broker.ts';
import { type Coin, coinToHex } from '../../src/protocols/micromint/coin.ts';
import { CoinList, NOT_MINTED } from '../../src/protocols/micromint/coin-list.ts';
import { ExchangeDesk } from '../../src/protocols/micromint/exchange-desk.ts';
import { type Mint, mint } from '../../src/protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { type Settlement, settle } from '../../src/protocols/micromint/settlement.ts';
import { SpliceForge } from '../../src/protocols/micromint/splice-forge.ts';
import { accept } from '../../src/protocols/micromint/vendor.ts';

const SEED = 'world';
const COINS = 16;
/** Users from this one on spend twice when they can. */
const FIRST_DOUBLE_SPENDER = 2;
export const USERS = 4;
/** The last vendor keeps what he has deposited and deposits it again. */
export const VENDORS = 3;
const REPLAYING_VENDOR = VENDORS - 1;

const isHonest = (user: number): boolean => user < FIRST_DOUBLE_SPENDER;

/** One period's coins and a splice of each: made once for all worlds, which only read them. */
interface Made {
  readonly minted: Mint;
  readonly spliced: readonly Coin[];
}
const made: Made[] = [];

function madeOf(index: number): Made {
  if (made[index] === undefined) {
    const period = derivePeriod(SEED, index, { way: 2, bits: 5, filter: 0 });
    const minted = mint(period, derivePermutation(SEED, index), { coins: COINS });
    const splicer = new SpliceForge(period, derivePermutation('splicer', index));
    for (let i = 0; i < COINS; i++) splicer.learn(minted.coinAt(i));
    splicer.throw(1000);
    made[index] = { minted, spliced: splicer.takeCoins() };
  }
  return made[index];
}

/** The broker's rules, of which a mutant breaks one. */
export interface Rules {
  readonly openRegister: (coins: number) => Register;
  readonly settle: (issue: Issue, coin: Coin, vendor: number) => Settlement;
  readonly accused: (issue: Issue, coin: Coin, settlement: Settlement, vendor: number) => number;
  /** The grace of a period is over. */
  readonly close: (issue: Issue, decide: () => void) => void;
}

/** One period, as the broker has it. */
export interface Issue {
  readonly index: number;
  readonly minted: Mint;
  readonly list: CoinList;
  readonly register: Register;
  readonly desk: ExchangeDesk;
  /** When its successor has begun the period is over; its vendors still settle until the grace is over too. */
  state: 'running' | 'grace' | 'closed';
}

export const SOUND: Rules = {
  openRegister: (coins) => new Register(coins),
  settle(issue, coin, vendor) {
    const { period } = issue.minted;
    const graceOver = issue.state === 'closed';
    const now = { period: issue.index + (graceOver ? 1 : 0), graceOver };
    return settle(coin, issue.index, now, () => ({ period, list: issue.list, register: issue.register }), vendor);
  },
  accused: ({ register }, _coin, { outcome, coin }, vendor) => register.accused(outcome, coin, vendor),
  close(issue, decide) {
    decide();
    issue.register.lapse();
  },
};

/** Hundreds of worlds look at themselves after each of many steps, so this is no `expect`. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

interface Held {
  readonly issue: Issue;
  readonly number: number;
}

/** What really became of a coin: the truth that the broker does not see. */
interface Truth {
  readonly buyer: number;
  /** Vendors who took it from its buyer, and the times that he handed it in: two or more are a double spend. */
  uses: number;
  valueGiven: number;
}

interface Taken {
  readonly issue: Issue;
  readonly coin: Coin;
}

/** What a step is about: everything is taken modulo what there is. */
export interface Step {
  readonly act: 'buy' | 'lostSale' | 'spend' | 'splice' | 'deposit' | 'handIn' | 'endPeriod' | 'endGrace';
  readonly user: number;
  readonly vendor: number;
  readonly which: number;
}

export class World {
  /** How often what happened: for a test that wants to see that it did. */
  readonly happened: Map<string, number>;
  readonly #rules: Rules;
  readonly #issues: Issue[] = [];
  readonly #truths = new Map<string, Truth>();
  /** Coins that users have; a double-spender keeps those that he has spent. */
  readonly #wallets: Held[][] = Array.from({ length: USERS }, () => []);
  /** Coins that honest users have handed in, undecided. */
  readonly #waiting: Held[][] = Array.from({ length: USERS }, () => []);
  readonly #bought = new Array<number>(USERS).fill(0);
  readonly #spent = new Array<number>(USERS).fill(0);
  readonly #tills: Taken[][] = Array.from({ length: VENDORS }, () => []);
  /** Bins of coins that each vendor has taken, by period and bin. */
  readonly #seen = Array.from({ length: VENDORS }, () => new Set<string>());

  constructor(rules: Rules, happened: Map<string, number>) {
    this.#rules = rules;
    this.happened = happened;
    this.#begin();
  }

  take({ act, user, vendor, which }: Step): void {
    this[act](user, vendor, which);
    this.check();
  }

  buy(user: number): void {
    const coin = this.#sell(user);
    if (coin === undefined) return;
    this.#bought[user]++;
    this.#wallets[user].push(coin);
  }

  /** The broker sells, and the coin never arrives. */
  lostSale(user: number): void {
    const { register } = this.#running;
    const coin = register.sell(user);
    if (coin !== SOLD_OUT) register.takeBack(coin);
  }

  /** A coin of the running period, or of one whose grace is not over, spent at the last moment. */
  spend(user: number, vendor: number, which: number): void {
    const wallet = this.#wallets[user];
    if (wallet.length === 0) return;
    const held = wallet[which % wallet.length];
    const { issue, number } = held;
    if (issue.state === 'closed' || !this.#presents(vendor, issue, issue.minted.coinAt(number))) return;
    this.#truthOf(issue, number).uses++;
    if (isHonest(user)) {
      wallet.splice(wallet.indexOf(held), 1);
      this.#spent[user]++;
    }
  }

  /** The splicer pays with a variant of any coin, sold or not, redeemed or not. */
  splice(_user: number, vendor: number, which: number): void {
    const issue = this.#running;
    const { spliced } = madeOf(issue.index);
    this.#presents(vendor, issue, spliced[which % spliced.length]);
  }

  deposit(_user: number, vendor: number): void {
    const till = this.#tills[vendor];
    if (vendor !== REPLAYING_VENDOR) this.#tills[vendor] = [];
    for (const { issue, coin } of till) this.#settle(issue, coin, vendor);
  }

  /** A user hands in what he has of the periods that are over: an honest one once, the others all they had, or twice. */
  handIn(user: number, _vendor = 0, which = 0): void {
    for (const held of [...this.#wallets[user]]) {
      if (held.issue.state !== 'grace') continue;
      const times = isHonest(user) ? 1 : 1 + (which % 2);
      for (let i = 0; i < times; i++) held.issue.desk.ask(held.number, user);
      this.#truthOf(held.issue, held.number).uses += times;
      if (!isHonest(user)) continue;
      this.#wallets[user].splice(this.#wallets[user].indexOf(held), 1);
      this.#waiting[user].push(held);
    }
  }

  /** In time or, as a recall, early: within the grace of the period before, too. */
  endPeriod(): void {
    this.#count(this.#issues.some(({ state }) => state === 'grace') ? 'recalled within a grace' : 'ended');
    this.#running.state = 'grace';
    this.#begin();
  }

  /** The oldest grace ends; by then every user has handed in what he has. */
  endGrace(_user = 0, _vendor = 0, which = 0): void {
    const issue = this.#issues.find(({ state }) => state === 'grace');
    if (issue === undefined) return;
    for (let user = 0; user < USERS; user++) this.handIn(user, 0, which + user);
    this.#rules.close(issue, () =>
      issue.desk.decide((coin, user, answer) => this.#exchanged(issue, coin, user, answer)),
    );
    issue.state = 'closed';
  }

  /** Everything ends: who has a coin then spends it at a vendor who has taken nothing yet, and is served and paid. */
  end(): void {
    for (let vendor = 0; vendor < VENDORS; vendor++) this.deposit(0, vendor);
    this.endPeriod();
    while (this.#issues.some(({ state }) => state === 'grace')) {
      this.endGrace();
      this.check();
    }
    for (let user = 0; user < FIRST_DOUBLE_SPENDER; user++) {
      for (const { issue, number } of this.#wallets[user]) {
        const coin = issue.minted.coinAt(number);
        const { accepted } = accept(coin, issue.index, this.#running.minted.period, () => false);
        must(accepted, 'an honest user cannot spend what he has');
        must(this.#settle(issue, coin, VENDORS) === 'paid', 'what an honest user had left is not paid');
      }
    }
    this.check();
  }

  check(): void {
    for (const { valueGiven } of this.#truths.values()) must(valueGiven <= 1, 'value was given twice for a coin');
    for (let user = 0; user < FIRST_DOUBLE_SPENDER; user++) {
      const held = this.#wallets[user].length + this.#waiting[user].length;
      must(held === this.#bought[user] - this.#spent[user], 'an honest user has not what he bought and did not spend');
      for (const { issue, number } of this.#wallets[user]) {
        const good = issue.state !== 'closed' && issue.register.buyerOf(number) === user;
        must(good, 'an honest user has a coin that is not good');
      }
      const undecided = this.#waiting[user].every(({ issue }) => issue.state === 'grace');
      must(undecided, 'what an honest user handed in was never decided');
    }
    for (const { register } of this.#issues) {
      const { unsold, outstanding, redeemed, exchanged, lapsed } = register;
      must(unsold + outstanding + redeemed + exchanged + lapsed === COINS, 'the register loses count');
    }
  }

  get #running(): Issue {
    return this.#issues[this.#issues.length - 1];
  }

  #begin(): void {
    const index = this.#issues.length;
    const { minted } = madeOf(index);
    const register = this.#rules.openRegister(COINS);
    const desk = new ExchangeDesk(register);
    this.#issues.push({ index, minted, list: new CoinList(minted), register, desk, state: 'running' });
  }

  #sell(user: number): Held | undefined {
    const issue = this.#running;
    const number = issue.register.sell(user);
    if (number === SOLD_OUT) return undefined;
    this.#truths.set(`${issue.index}/${number}`, { buyer: user, uses: 0, valueGiven: 0 });
    return { issue, number };
  }

  #truthOf(issue: Issue, number: number): Truth {
    return this.#truths.get(`${issue.index}/${number}`)!;
  }

  /** Whether the vendor takes the coin; he keeps it then. */
  #presents(vendor: number, issue: Issue, coin: Coin): boolean {
    const seen = this.#seen[vendor];
    const { period } = issue.minted;
    const answer = accept(coin, issue.index, period, (bin) => seen.has(`${issue.index}/${bin}`));
    this.#count(answer.accepted ? 'accepted' : answer.reason);
    if (!answer.accepted) return false;
    seen.add(`${issue.index}/${answer.bin}`);
    this.#tills[vendor].push({ issue, coin });
    return true;
  }

  #settle(issue: Issue, coin: Coin, vendor: number): string {
    const settlement = this.#rules.settle(issue, coin, vendor);
    const { outcome, coin: number } = settlement;
    this.#count(outcome);
    if (outcome === 'paid') {
      must(coinToHex(coin) === coinToHex(issue.minted.coinAt(number)), 'what was paid is no coin of the broker');
      this.#truthOf(issue, number).valueGiven++;
    }
    const accused = this.#rules.accused(issue, coin, settlement, vendor);
    if (accused !== NOBODY) this.#blames(accused, issue, number);
    return outcome;
  }

  #exchanged(issue: Issue, number: number, user: number, answer: string): void {
    this.#count(`exchange ${answer}`);
    const truth = this.#truthOf(issue, number);
    if (answer === 'exchanged') {
      truth.valueGiven++;
      const fresh = this.#sell(user);
      if (fresh !== undefined) this.#wallets[user].push(fresh);
      // Sold out: his money back.
      else this.#bought[user]--;
    } else this.#blames(user, issue, number);
    const waiting = this.#waiting[user];
    const at = waiting.findIndex((held) => held.issue === issue && held.number === number);
    if (at !== -1) waiting.splice(at, 1);
    else must(!isHonest(user), 'an answer for what an honest user had not handed in');
  }

  /** Rightly blamed is only who used this very coin twice: at two vendors, at a vendor and the desk, or at the desk. */
  #blames(user: number, issue: Issue, number: number): void {
    this.#count('blamed');
    must(number !== NOT_MINTED, 'somebody is blamed for a coin that nobody bought');
    const { buyer, uses } = this.#truthOf(issue, number);
    must(user === buyer && uses >= 2, 'somebody is blamed for a double spend that is not his');
  }

  #count(what: string): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
  }
}
