/**
 * Millicent's brokers: they sell broker scrip for real money, exchange it for vendors' scrip, made under licence or out
 * of the warehouse, and settle with vendors at day end. Whatever they do takes its time at the bank's station.
 * @source G95
 * @module
 */
import { Counter } from '../../../protocols/millicent/counter.ts';
import { ExchangeShop } from '../../../protocols/millicent/exchange-shop.ts';
import { IdRange } from '../../../protocols/millicent/id-range.ts';
import { Issuer } from '../../../protocols/millicent/issuer.ts';
import type { Receipt } from '../../../protocols/millicent/receipts.ts';
import type { Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import { Till } from '../../../protocols/millicent/till.ts';
import { Priority } from '../../../sim/priority.ts';
import type { House } from './evidence.ts';
import { brokerName, customerOf, customersOf, licensedIds, OWN_IDS, vendorName } from './numbers.ts';
import { SecondSales } from './second-sales.ts';
import { queueAtBank, RETRY_AFTER, type Setting } from './setting.ts';
import { Warehouses } from './warehouses.ts';
import { WORK_OF_STATEMENT, workOfExchange, workOfSale } from './work.ts';

interface Broker {
  readonly house: House;
  readonly shop: ExchangeShop;
  /** Of its own scrip. */
  readonly issuer: Issuer;
}

export class Brokers {
  readonly #setting: Setting;
  readonly #brokers: readonly Broker[];
  readonly #vendorByName: ReadonlyMap<string, number>;
  readonly #warehouses: Warehouses;
  readonly #secondSales = new SecondSales();
  readonly #sell: number;
  readonly #exchange: number;
  readonly #settled: number;
  readonly #again: number;
  #refusesRefunds = false;

  constructor(setting: Setting) {
    const { simulation, demand } = setting.market;
    const vendors = Array.from({ length: demand.vendors }, (_, vendor) => vendor);
    this.#setting = setting;
    this.#vendorByName = new Map(vendors.map((vendor) => [vendorName(vendor), vendor]));
    this.#warehouses = new Warehouses(setting, (slot) => this.#answer(slot));
    this.#brokers = Array.from({ length: setting.options.brokers }, (_, broker) => this.#open(broker));
    this.#sell = simulation.register('broker scrip sold', (slot) => this.#sellScrip(slot));
    this.#exchange = simulation.register('scrip exchanged', (slot) => this.#answer(slot));
    this.#settled = simulation.register('vendor settled', (slot) => setting.lines.statements.send(slot));
    this.#again = simulation.register('statement sent again', (slot) => setting.lines.statements.send(slot));
  }

  #open(broker: number): Broker {
    const { options, evidence } = this.#setting;
    const { life, replayWindow } = options;
    const ids = new IdRange(OWN_IDS);
    const shop = new ExchangeShop();
    for (const [name, vendor] of this.#vendorByName) {
      const supply =
        options.supply === 'warehouse'
          ? this.#warehouses.of(broker, vendor)
          : new Issuer({ vendor: name, ids: new IdRange(licensedIds(broker)), customers: customersOf(broker), life });
      shop.deal(name, this.#secondSales.behind(supply));
    }
    const counter = new Counter(new Till<Supplied>({ ids, replayWindow, refundWindow: 0 }), shop);
    const issuer = new Issuer({ vendor: brokerName(broker), ids, customers: customersOf(broker), life });
    return { house: evidence.broker(broker, counter), shop, issuer };
  }

  // ---- broker scrip

  /** A user orders broker scrip. */
  ordered(slot: number): void {
    queueAtBank(this.#setting, slot, workOfSale(this.#setting.options), this.#sell);
  }

  #sellScrip(slot: number): void {
    const { market, books, post, lines } = this.#setting;
    const { col } = post.slab;
    const [user, broker] = [col.user[slot], col.broker[slot]];
    const { house, issuer } = this.#brokers[broker];
    const scrip = issuer.make(col.amount[slot], customerOf(user, broker), market.simulation.now);
    books.sell(user, broker, scrip);
    const sale = post.write({ user, broker }, [house.grant(scrip)], scrip);
    market.bank.transferred(post.bytes(sale));
    lines.sales.send(sale);
    post.slab.release(slot);
  }

  /** Scrip that never reached its buyer: his money goes back, unless the scrip has expired meanwhile like any other. */
  saleLost(slot: number): void {
    const { market, books, post } = this.#setting;
    const { col } = post.slab;
    const scrip = col.copy[slot] as Scrip;
    if (scrip.expires <= market.simulation.now) return;
    if (this.#refusesRefunds) {
      books.keepMoney(col.user[slot], col.broker[slot], scrip);
      market.incident('refund-refused', market.bankParty);
    } else books.takeBack(col.user[slot], col.broker[slot], scrip);
  }

  // ---- exchanges

  /** A user wants a vendor's scrip for broker scrip. */
  asked(slot: number): void {
    queueAtBank(this.#setting, slot, workOfExchange(this.#setting.options), this.#exchange);
  }

  /** The request is decided; when the warehouse has no such piece, it waits until some have come. */
  #answer(slot: number): void {
    const { market, post, lines } = this.#setting;
    const { col } = post.slab;
    const [user, vendor, broker, errand] = [col.user[slot], col.vendor[slot], col.broker[slot], col.errand[slot]];
    const { reply, outcome } = this.#brokers[broker].house.answer(post.letters(slot)[0], market.simulation.now);
    if (outcome === 'sold-out') {
      this.#warehouses.waits(slot);
      return;
    }
    const receipt = typeof outcome === 'string' ? undefined : outcome.receipt;
    if (typeof outcome !== 'string' && !outcome.again) this.#book(broker, outcome.receipt);
    const answer = post.write({ user, vendor, broker, errand }, [reply], receipt);
    market.bank.transferred(post.bytes(answer));
    post.send(lines.grants, 'replies', answer);
    post.slab.release(slot);
  }

  #book(broker: number, receipt: Receipt<Supplied>): void {
    const { books, options } = this.#setting;
    const sold = receipt.goods!;
    const vendor = this.#vendorByName.get(sold.scrip.vendor)!;
    if (this.#secondSales.has(sold)) books.exchangeForCopy(broker, receipt);
    else if (options.supply === 'licensed') books.exchangeLicensed(broker, vendor, receipt, sold.scrip);
    else books.exchangeStored(broker, vendor, receipt, sold.scrip);
  }

  /** Pieces for a warehouse have come. */
  delivered(slot: number): void {
    this.#warehouses.delivered(slot);
  }

  bulkLost(slot: number): void {
    this.#warehouses.orderLost(slot);
  }

  // ---- settlement

  /** At day end every vendor is told what it is owed for scrip sold under its licence, and is paid. */
  settleAll(): void {
    const { books, post, market } = this.#setting;
    this.#brokers.forEach((_, broker) => {
      for (let vendor = 0; vendor < market.demand.vendors; vendor++) {
        const amount = books.dueTo(broker, vendor);
        if (amount === 0) continue;
        const slot = post.write({ broker, vendor, amount }, []);
        market.bank.transferred(post.bytes(slot));
        market.bank.serve(WORK_OF_STATEMENT, this.#settled, slot);
      }
    });
  }

  /** The vendor has its statement, and its money. */
  stated(slot: number): void {
    const { col } = this.#setting.post.slab;
    this.#setting.books.settle(col.vendor[slot], col.amount[slot]);
  }

  statementLost(slot: number): void {
    const { market, post } = this.#setting;
    post.slab.retain(slot);
    market.simulation.after(RETRY_AFTER, this.#again, Priority.decision, slot);
  }

  // ---- endings

  /** No broker sells its scrip any more. */
  vendorClosed(vendor: number): void {
    for (const { shop } of this.#brokers) shop.drop(vendorName(vendor));
    this.#warehouses.vendorClosed(vendor);
  }

  /** Whether holders of a closed vendor's scrip are paid. */
  get redeemsClosed(): boolean {
    return this.#setting.options.redeemClosed && !this.#refusesRefunds;
  }

  // ---- what only a dishonest broker does

  /** From now on every n-th piece that can be is sold a second time. */
  sellTwice(every: number): void {
    this.#secondSales.begin(every);
  }

  /** From now on nobody gets money back. */
  refuseRefunds(): void {
    this.#refusesRefunds = true;
  }

  // ---- figures

  /** ID#s that all brokers together keep in memory. */
  get spentIds(): number {
    return this.#brokers.reduce((sum, { house }) => sum + house.counter.till.remembered.spent, 0);
  }
}
