/**
 * Brokers' warehouses: pieces of vendors' scrip, bought in bulk. Who asks for a piece that is not in store waits until
 * more have come.
 * @source G95; when to buy, and how many, is ours
 * @module
 */
import { Warehouse } from '../../../protocols/millicent/warehouse.ts';
import { Priority } from '../../../sim/priority.ts';
import type { Microdollars } from '../../../units.ts';
import { queueAtBank, RETRY_AFTER, type Setting } from './setting.ts';
import { WORK_OF_BULK } from './work.ts';

/** Requests for pieces of one value that are on order. */
interface Order {
  readonly broker: number;
  readonly vendor: number;
  readonly value: Microdollars;
  slots: number[];
}

export class Warehouses {
  readonly #setting: Setting;
  /** Of each broker, by vendor. */
  readonly #warehouses: Warehouse[][];
  readonly #orders = new Map<string, Order>();
  readonly #answer: (slot: number) => void;
  readonly #store: number;
  readonly #again: number;

  /** @param answer decides a request now */
  constructor(setting: Setting, answer: (slot: number) => void) {
    const { simulation, demand } = setting.market;
    const { brokers, supply } = setting.options;
    this.#setting = setting;
    this.#answer = answer;
    const count = supply === 'warehouse' ? demand.vendors : 0;
    this.#warehouses = Array.from({ length: brokers }, () => Array.from({ length: count }, () => new Warehouse()));
    this.#store = simulation.register('pieces stored', (slot) => this.#stored(slot));
    this.#again = simulation.register('pieces ordered again', (slot) => setting.lines.bulkOrders.send(slot));
  }

  of(broker: number, vendor: number): Warehouse {
    return this.#warehouses[broker][vendor];
  }

  /** A request that cannot be met waits; the first of its kind orders more. */
  waits(slot: number): void {
    const { col } = this.#setting.post.slab;
    const [broker, vendor, value] = [col.broker[slot], col.vendor[slot], col.amount[slot]];
    const key = keyOf(broker, vendor, value);
    const order = this.#orders.get(key);
    if (order !== undefined) {
      order.slots.push(slot);
      return;
    }
    this.#orders.set(key, { broker, vendor, value, slots: [slot] });
    this.#order(broker, vendor, value);
  }

  #order(broker: number, vendor: number, value: Microdollars): void {
    const { market, options, post, lines } = this.#setting;
    const count = Math.max(1, Math.floor(options.warehouse / value));
    const slot = post.write({ broker, vendor, amount: value, count }, []);
    market.bank.transferred(post.bytes(slot));
    lines.bulkOrders.send(slot);
  }

  /** An order never arrived, or what was ordered never did. */
  orderLost(slot: number): void {
    const { market, post } = this.#setting;
    const { col } = post.slab;
    const fields = { broker: col.broker[slot], vendor: col.vendor[slot], amount: col.amount[slot] };
    const order = post.write({ ...fields, count: col.count[slot] }, []);
    market.simulation.after(RETRY_AFTER, this.#again, Priority.decision, order);
  }

  /** Pieces have come: the order and they are two messages, and they are paid for together. */
  delivered(slot: number): void {
    queueAtBank(this.#setting, slot, WORK_OF_BULK, this.#store);
  }

  #stored(slot: number): void {
    const { books, evidence, post, closed } = this.#setting;
    const { col } = post.slab;
    const [broker, vendor, value] = [col.broker[slot], col.vendor[slot], col.amount[slot]];
    if (vendor !== closed.vendor) {
      const pieces = post.letters(slot).map((letter) => evidence.store(letter));
      for (const piece of pieces) this.of(broker, vendor).store(piece);
      books.stock(
        vendor,
        pieces.map(({ scrip }) => scrip),
      );
    }
    post.slab.release(slot);
    this.#answerAll(keyOf(broker, vendor, value));
  }

  /** Whoever finds none left again waits for the next pieces. */
  #answerAll(key: string): void {
    const order = this.#orders.get(key);
    if (order === undefined) return;
    this.#orders.delete(key);
    for (const slot of order.slots) this.#answer(slot);
  }

  /** Who waits for its pieces waits in vain. */
  vendorClosed(vendor: number): void {
    for (const [key, order] of [...this.#orders]) if (order.vendor === vendor) this.#answerAll(key);
  }
}

function keyOf(broker: number, vendor: number, value: Microdollars): string {
  return `${broker}/${vendor}/${value}`;
}
