/** Names of metrics in words. A row fails when a reader would see other words. */
import { describe, expect, it } from 'vitest';
import { nameInWords } from '../../src/report/names.ts';

describe('the names of what the market measures of cost and risk', () => {
  it.each([
    ['bank.saturation_payments_per_second', 'payments/s', 'load at which the bank is busy all the time'],
    ['bank.peak_queue_us', 'us', 'longest time that the bank needed for what waited'],
    ['users.net_sd_usd', 'USD', 'spread over users of what each paid beyond what he got'],
    ['vendors.exposure_max_usd', 'USD', 'most that vendors were owed at once'],
    ['vendors.exposure_mean_usd', 'USD', 'what vendors were owed on average'],
    ['bank.exposure_max_usd', 'USD', 'most that the bank had paid out beyond what it took in'],
    ['settlement.delay_mean_us', 'us', 'mean time from a sale to its payment'],
    ['fees.vendors_usd', 'USD', 'fees paid by vendors'],
    ['cost.total_usd_per_payment', 'USD', 'cost of a payment to all parties'],
    ['cost.users.float_usd_per_1000_payments', 'USD', 'interest to users per 1,000 payments'],
    ['cost.bank.macropayments_usd_per_1000_payments', 'USD', 'macropayments of bank per 1,000 payments'],
  ])('%s in %s is "%s"', (name, unit, words) => {
    expect(nameInWords({ name: `mr1.${name}`, unit })).toBe(words);
  });
});
