/**
 * What forgers of scrip, thieves on the wire, replayers, keepers of change and cheating brokers do, step by step, against
 * made-up capabilities: each row fails when a behaviour does something else than its description says, or in another
 * order.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeKeeper } from '../../src/economy/adversaries/change-keeper.ts';
import { cheatingBroker } from '../../src/economy/adversaries/cheating-broker.ts';
import { requestReplayer } from '../../src/economy/adversaries/request-replayer.ts';
import { scripForger } from '../../src/economy/adversaries/scrip-forger.ts';
import { wireThief } from '../../src/economy/adversaries/wire-thief.ts';
import type { Gang } from '../../src/economy/adversary.ts';
import type { Behaviour } from '../../src/economy/behaviour.ts';
import type { Capabilities } from '../../src/economy/capabilities.ts';

const PRICE = 10_000;

/** All that happened, in words, in its order. */
let log: string[] = [];

beforeEach(() => {
  log = [];
});

/** What has been logged since the last look. */
function since(): string[] {
  return log.splice(0);
}

const honest: Behaviour = (user, vendor) => void log.push(`${user} pays ${vendor}`);

function unused(): never {
  throw new Error('not to be asked');
}

const gang: Gang = {
  label: 'gang',
  members: [1, 2],
  accompliceOf: unused,
  cheats: (member) => void log.push(`${member} cheats`),
  paymentsOf: unused,
  declines: (user, vendor) => void log.push(`${user} declines ${vendor}`),
  wants: unused,
  costs: unused,
  honestUsers: [],
  draw: { next: unused },
  drawVendor: unused,
  usualPurchases: unused,
};

describe('forgers of scrip', () => {
  it('pay for everything under an invented stamp, and cheat from the first time on', () => {
    const pay: Capabilities['guessing']['pay'] = (user, vendor, price) =>
      void log.push(`${user} forges for ${vendor} ${price}`);
    const buy = scripForger.enlist({ pay }, gang, {}, honest)!;
    buy(2, 7, PRICE);
    expect(since()).toEqual(['2 cheats', `2 forges for 7 ${PRICE}`]);
  });
});

describe('on the wire', () => {
  /** Something stolen is at hand for vendor 7, a request was read that went to vendors 7 and 8. */
  const wire: Capabilities['wire'] = {
    tap: (thief, { requests, replies }) => void log.push(`${thief} taps ${requests} ${replies}`),
    pay(thief, vendor) {
      if (vendor === 7) log.push(`${thief} spends at ${vendor}`);
      return vendor === 7;
    },
    resend(thief, vendor) {
      if (vendor < 9) log.push(`${thief} resends to ${vendor}`);
      return vendor < 9;
    },
  };

  it('thieves read what they are told to, spend what they have found, and cheat only then', () => {
    const options = { requests: 0.25, replies: 0.5, otherwise: 'nothing' } as const;
    const buy = wireThief.enlist(wire, gang, options, honest)!;
    expect(since()).toEqual(['1 taps 0.25 0.5', '2 taps 0.25 0.5']);
    buy(1, 7, PRICE);
    expect(since()).toEqual(['1 spends at 7', '1 cheats']);
    buy(1, 8, PRICE);
    expect(since()).toEqual(['1 declines 8']);
  });

  it('replayers read no replies, and send the request again after each purchase, for the next one', () => {
    const buy = requestReplayer.enlist(wire, gang, { requests: 0.5, otherwise: 'nothing' }, honest)!;
    expect(since()).toEqual(['1 taps 0.5 0', '2 taps 0.5 0']);
    buy(2, 7, PRICE);
    expect(since()).toEqual(['2 spends at 7', '2 cheats', '2 resends to 7', '2 cheats']);
    buy(2, 8, PRICE);
    expect(since()).toEqual(['2 declines 8', '2 resends to 8', '2 cheats']);
    buy(2, 9, PRICE);
    expect(since()).toEqual(['2 declines 9']);
  });

  it('both pay honestly for what they have found nothing for, when they are told to', () => {
    const thief = wireThief.enlist(wire, gang, { requests: 1, replies: 1, otherwise: 'honest' }, honest)!;
    const replayer = requestReplayer.enlist(wire, gang, { requests: 1, otherwise: 'honest' }, honest)!;
    since();
    thief(1, 9, PRICE);
    replayer(2, 9, PRICE);
    expect(since()).toEqual(['1 pays 9', '2 pays 9']);
  });
});

describe('issuers', () => {
  it('vendors keep the change from the beginning, every member', () => {
    const keep = (vendor: number): void => void log.push(`${vendor} keeps`);
    expect(changeKeeper.enlist({ keep }, gang, {}, honest)).toBeUndefined();
    expect(since()).toEqual(['1 cheats', '1 keeps', '2 cheats', '2 keeps']);
  });

  it.each([
    [{ copyEvery: 10, refusesRefunds: false }, ['0 cheats', 'every 10th is sold twice']],
    [{ copyEvery: 0, refusesRefunds: true }, ['0 cheats', 'no refunds']],
    [{ copyEvery: 3, refusesRefunds: true }, ['0 cheats', 'every 3th is sold twice', 'no refunds']],
  ])('brokers do what they are told: %o', (options, deeds) => {
    const issuing: Capabilities['issuing'] = {
      sellTwice: (every) => void log.push(`every ${every}th is sold twice`),
      refuseRefunds: () => void log.push('no refunds'),
    };
    expect(cheatingBroker.enlist(issuing, gang, options, honest)).toBeUndefined();
    expect(since()).toEqual(deeds);
  });
});
