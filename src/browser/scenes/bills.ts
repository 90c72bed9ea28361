/**
 * Scene: users of MR1 and their bills, against those of MR2 for the very same payments.
 * @source the lecture's MR1 and MR2; Micali, Rivest, Micropayments Revisited (2002)
 * @module
 */
import text from '../../../scenarios/lecture-bills.yaml?raw';
import type { Scene } from '../scene.ts';
import { drawBills } from './bills/picture.ts';
import { type BillsFrame, watchBills } from './bills/run.ts';
import { billsAnswer, billsAsks, billsFinding, SHARES } from './bills/words.ts';

export const bills: Scene<BillsFrame> = {
  id: 'bills',
  title: 'Users and their bills',
  about:
    'Each mark is a user, and sinks by a cent with every payment that he has not been billed for. Most cheques are ' +
    'void, some win. The same cheques win under both schemes: what differs is whom a win costs what.',
  file: 'lecture-bills.yaml',
  text,
  parameters: [
    {
      key: 'users',
      label: 'Users',
      unit: '',
      values: [100, 200, 500, 1000],
      initial: 1000,
      overrides: (users) => [`demand.users=${users}`],
    },
    {
      key: 'oneIn',
      label: 'Of so many cheques one wins:',
      unit: '',
      values: [10, 20, 50, 100, 200, 500, 1000],
      initial: 1000,
      overrides: (oneIn) => [`schemes.mr1.selectionRate=1/${oneIn}`, `schemes.mr2.selectionRate=1/${oneIn}`],
    },
    {
      key: 'payments',
      label: 'Each user makes',
      unit: ' payments',
      values: [100, 200, 500, 1000, 2000],
      initial: 1000,
      overrides: (payments) => [`demand.payments.perUser=${payments}`],
    },
  ],
  beats: [
    {
      from: 0,
      says: 'Cheque after cheque is void: most users have used something and paid nothing yet, and their marks sink.',
    },
    { from: 0.12, says: 'A cheque that wins throws its user up: MR1 bills him for the whole win at once.' },
    {
      from: 0.35,
      says: 'The same win under MR2 bills the payments since his last win: up to the bound, and no further.',
    },
    {
      from: 0.65,
      says: 'MR1 is fair on average and to nobody in particular. Some win again and again, some not once.',
    },
    {
      from: 0.85,
      says: 'Under MR2 the luck has not gone: the bank pays every win, and waits for what hangs below the bound.',
    },
  ],
  question: {
    about: [{ oneIn: 100 }, { oneIn: 10 }],
    asks: billsAsks,
    options: SHARES,
    answer: billsAnswer,
  },
  positionUnit: 'simulated minutes',
  step: 60,
  seconds: 45,
  metrics: [
    'mr1.overpay.probability',
    'mr1.user_charge.mean_usd',
    'mr1.user_charge.sd_usd',
    'mr2.user_charge.mean_usd',
    'mr2.user_charge.max_over_use_usd',
    'mr2.bank_shortfall.mean_usd',
  ],
  open: watchBills,
  draw: drawBills,
  finding: billsFinding,
};
