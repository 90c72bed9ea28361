/**
 * What somebody does who wants to buy: the honest one calls Session.pay, an adversary something else.
 * @module
 */
import type { Microdollars } from '../units.ts';

export type Behaviour = (user: number, vendor: number, price: Microdollars) => void;
