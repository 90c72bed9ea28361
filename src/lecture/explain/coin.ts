/**
 * A coin of MicroMint, from the balls that make it to its end: minted, sold, spent, spent again, settled; beside it a
 * forged coin, and one that is exchanged. Each step carries out what it tells, so their order matters.
 * Source: RS96, section 3; the lecture's slides on MicroMint. What differs from RS96 is said in the protocol's files.
 * @module
 */
import { Register } from '../../protocols/micromint/broker.ts';
import { ballOf, type Coin, compareBytes } from '../../protocols/micromint/coin.ts';
import { CoinList } from '../../protocols/micromint/coin-list.ts';
import { ExchangeDesk } from '../../protocols/micromint/exchange-desk.ts';
import { mint } from '../../protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation, type Period } from '../../protocols/micromint/period.ts';
import { settle } from '../../protocols/micromint/settlement.ts';
import { accept } from '../../protocols/micromint/vendor.ts';
import { concatenate, toHex } from '../../protocols/primitives/bytes.ts';
import { sha256 } from '../../protocols/primitives/hash.ts';
import { hashesToCoins } from '../../theory/micromint.ts';
import {
  ballsOf,
  binText,
  HASH_DIGITS,
  PARAMETERS,
  printChecked,
  printHashes,
  THEORY_PROGRAM,
  throwingProgram,
  vendorProgram,
} from './coin-programs.ts';
import { keyFromSeed, named, python } from './commands.ts';
import { type Answer, accepts, type Explanation, figure, grouped, refuses, type Step, shown } from './step.ts';

/** The broker stops at so many coins, and notes when he had one and ten. */
const CHECKPOINTS = [1, 10, 100];
const COINS = 100;
const USER = 7;
const VENDOR = 3;
const OTHER_VENDOR = 4;
/** It takes the forged coin. */
const THIRD_VENDOR = 5;
const NOW = { period: 0, graceOver: false };

/** Follows a coin that is minted, sold and spent under this seed. */
export function explainCoin(seed: string): Explanation {
  const world = openWorld(seed);
  return {
    object: 'coin',
    title: 'A coin of MicroMint',
    source:
      'After Rivest and Shamir, PayWord and MicroMint (1996), and the lecture; SHA-256 stands where they have DES.',
    seed,
    steps: [announced, thrown, met, sold, paid, copied, settled, forged, exchanged].map((step) => step(world)),
  };
}

type World = ReturnType<typeof openWorld>;

/** A broker with coins of one period, of which user 7 has bought two: one to spend and one to keep. */
function openWorld(seed: string) {
  const period = derivePeriod(seed, 0, PARAMETERS);
  const permutation = derivePermutation(seed, 0);
  const minted = mint(period, permutation, { coins: COINS }, CHECKPOINTS);
  const register = new Register(minted.coins);
  const [number, keptNumber] = [register.sell(USER), register.sell(USER)];
  return {
    seed,
    period,
    permutation,
    minted,
    book: { period, list: new CoinList(minted), register },
    number,
    keptNumber,
    coin: minted.coinAt(number),
    keptCoin: minted.coinAt(keptNumber),
  };
}

function announced({ seed, period, permutation }: World): Step {
  return {
    title: 'The broker announces the period',
    sentences: [
      'The hash function changes at the start of each month: H(x) is the first 20 bits of SHA-256(K || x), x a ball of 8 bytes, and the broker announces the key K and the value z.',
      'A ball is good when the first 4 bits of H(x) are z; the other 16 name one of 65,536 bins; a coin is 4 good balls of one bin.',
      'The key of his order he keeps: ball number i is x = P(i), P a permutation under that key.',
    ],
    bytes: [shown('K, the key of the period', period.key), shown('the secret key of his order', permutation.speckKey)],
    figures: [figure('z, in hexadecimal', period.z.toString(16))],
    answers: [],
    check: {
      commands: python(
        ...keyFromSeed(seed),
        "print(key('micromint/period/0/key', 16))",
        "print(key('micromint/period/0/permutation', 16))",
        "print(key('micromint/period/0/value', 8)[0])",
      ),
      prints: [toHex(period.key), toHex(permutation.speckKey), period.z.toString(16)].join('\n'),
    },
  };
}

function thrown({ period, permutation, minted }: World): Step {
  const { mean, sd } = hashesToCoins(PARAMETERS, 1);
  return {
    title: 'Balls are thrown until there are coins',
    sentences: [
      'The broker throws one ball after the other and keeps the good ones by their bins; the first bin with four of them is the first coin.',
      'The first coin is slow to come, those after it come fast.',
      'The command throws the same balls again, and works out the theory; Python takes some ten seconds for it.',
    ],
    bytes: [],
    figures: [
      ...minted.reached.map(({ coins, hashes, goodBalls }) =>
        figure(`balls thrown up to coin ${coins}`, `${grouped(hashes)}, of which ${grouped(goodBalls)} good`),
      ),
      figure(
        'theory, up to coin 1',
        `${grouped(Math.round(mean))} on average, give or take ${grouped(Math.round(sd))}`,
      ),
    ],
    answers: [],
    check: {
      commands: python(...throwingProgram(period, permutation.speckKey, CHECKPOINTS), ...THEORY_PROGRAM),
      prints: [
        ...minted.reached.map(({ coins, hashes, goodBalls }) => `${coins} ${hashes} ${goodBalls}`),
        `${Math.round(mean)} ${Math.round(sd)}`,
      ].join('\n'),
    },
  };
}

function met({ period, coin }: World): Step {
  const balls = ballsOf(coin);
  const hashes = balls.map((ball) => toHex(sha256(concatenate(period.key, ball))));
  return {
    title: 'Four balls meet in one bin',
    sentences: [
      `These four balls are the first good ones that fell into bin ${binText(period, coin)}, in ascending order: the coin that we follow.`,
      'H is the same for all of them, which is hard to bring about and easy to check.',
    ],
    bytes: balls.map((ball, i) => shown(`x${i + 1}`, ball)),
    figures: hashes.map((hash, i) =>
      figure(`H(x${i + 1})`, `${hash.slice(0, HASH_DIGITS)}: z ${hash[0]}, bin ${hash.slice(1, HASH_DIGITS)}`),
    ),
    answers: [],
    check: {
      commands: python(
        'import hashlib',
        named('K', period.key),
        ...balls.map((ball, i) => named(`x${i + 1}`, ball)),
        'for x in (x1, x2, x3, x4):',
        '    print(hashlib.sha256(K + x).hexdigest())',
      ),
      prints: hashes.join('\n'),
    },
  };
}

function sold({ period, number, coin, keptCoin, book }: World): Step {
  return {
    title: `Sold to user ${USER}`,
    sentences: [
      `User ${USER} buys two coins for real money, and the broker records who bought each: the one that we follow, and one that he will keep.`,
      'A coin is its whole list of balls: 32 bytes here.',
    ],
    bytes: [shown('the coin', coin), shown('the coin to keep', keptCoin)],
    figures: [
      figure('number of the coin in the mint', number),
      figure('buyer on record', `user ${book.register.buyerOf(number)}`),
      figure('bin of the coin', binText(period, coin)),
      figure('bin of the coin to keep', binText(period, keptCoin)),
    ],
    answers: [],
    check: {
      commands: python(
        `balls = [${ballsOf(coin)
          .map((ball) => `'${toHex(ball)}'`)
          .join(', ')}]`,
        "print(''.join(sorted(balls)))",
      ),
      prints: toHex(coin),
    },
  };
}

function paid({ period, coin, keptCoin }: World): Step {
  const vendor = openVendor(VENDOR, period);
  const oneBall = concatenate(...[0, 0, 0, 0].map((i) => ballOf(coin, i)));
  const mixed = concatenate(...[...ballsOf(coin).slice(0, 3), ballOf(keptCoin, 0)].sort(compareBytes));
  return {
    title: `Paid to vendor ${VENDOR}`,
    sentences: [
      'The vendor asks nobody: it sees four balls of 8 bytes in ascending order, hashes each, and compares z and bin.',
      'One ball four times would be a free coin, so equal balls are refused; so are balls of two bins, and a second coin of a bin that it has seen.',
    ],
    bytes: [shown('one ball four times', oneBall), shown('balls of two bins', mixed)],
    figures: [figure('hashes for a good coin', PARAMETERS.way)],
    answers: [
      vendor('offered the coin', coin, 0),
      vendor('offered one ball four times', oneBall, 0),
      vendor('offered balls of two bins', mixed, 0),
      vendor('offered the coin again', coin, 0),
      vendor('offered the coin as one of the next period', coin, 1),
    ],
    check: {
      commands: python(...vendorProgram(period), ...[coin, oneBall, mixed].map((each) => printChecked(each))),
      prints: [`accepted, bin ${binText(period, coin)}`, 'not ascending', 'not one bin'].join('\n'),
    },
  };
}

function copied({ period, coin }: World): Step {
  return {
    title: `A copy is spent at vendor ${OTHER_VENDOR}`,
    sentences: [
      'Bytes can be copied, and the same coin is as good at another vendor, who has not seen its bin.',
      'A coin spent twice is accepted: nobody can see it at this point.',
    ],
    bytes: [shown('the copy', coin)],
    figures: [],
    answers: [openVendor(OTHER_VENDOR, period)('offered the copy', coin, 0)],
    check: {
      commands: python(...vendorProgram(period), printChecked(coin)),
      prints: `accepted, bin ${binText(period, coin)}`,
    },
  };
}

function settled({ number, coin, book }: World): Step {
  const claim = (vendor: number) => settle(coin, 0, NOW, () => book, vendor).outcome;
  const [first, second] = [claim(VENDOR), claim(OTHER_VENDOR)];
  const accused = book.register.accused(second, number, OTHER_VENDOR);
  return {
    title: 'Settled at the end of the day',
    sentences: [
      'Each vendor sends its coins to the broker, who looks for the exact list of balls among those that he minted and sold, and pays for each coin once.',
      'Now the double spending is seen, and the record of sales says whose it is.',
    ],
    bytes: [shown('the coin, from both vendors', coin)],
    figures: [figure('the broker suspects', `user ${accused}`)],
    answers: [settling(VENDOR, first), settling(OTHER_VENDOR, second)],
    check: {
      commands: python(
        named('coin', coin),
        `buyers, redeemed = {coin: ${USER}}, set()`,
        `for vendor in (${VENDOR}, ${OTHER_VENDOR}):`,
        "    word = 'not-minted' if coin not in buyers else 'already-redeemed' if coin in redeemed else 'paid'",
        '    redeemed.add(coin)',
        "    print('vendor', vendor, word, 'sold to user', buyers[coin])",
      ),
      prints: [
        `vendor ${VENDOR} ${first} sold to user ${USER}`,
        `vendor ${OTHER_VENDOR} ${second} sold to user ${accused}`,
      ].join('\n'),
    },
  };
}

function forged({ seed, period, coin, book }: World): Step {
  const { hashes, goodBalls, order, coin: forgery } = forge(seed, period);
  return {
    title: 'A forged coin',
    sentences: [
      'Whoever knows K can look for four balls of one bin himself; he can begin only when the key is announced, and his first coin is as slow to come as the first of the broker.',
      'The vendor cannot tell such a coin; the broker did not mint it, and does not pay for it.',
    ],
    bytes: [shown("the key of the forger's order", order.speckKey), shown('the forged coin', forgery)],
    figures: [figure('balls that the forger threw for it', `${grouped(hashes)}, of which ${grouped(goodBalls)} good`)],
    answers: [
      openVendor(THIRD_VENDOR, period)('offered the forged coin', forgery, 0),
      settling(THIRD_VENDOR, settle(forgery, 0, NOW, () => book, THIRD_VENDOR).outcome),
    ],
    check: {
      commands: python(
        ...vendorProgram(period),
        printChecked(forgery),
        named('coin', coin),
        named('forged', forgery),
        "print('equal' if coin == forged else 'another list of balls')",
        ...throwingProgram(period, order.speckKey, [1]),
      ),
      prints: `accepted, bin ${binText(period, forgery)}\nanother list of balls\n1 ${hashes} ${goodBalls}`,
    },
  };
}

/** Four balls of one bin, thrown in an order that is not the broker's. */
function forge(seed: string, period: Period) {
  const order = derivePermutation(`${seed}/forger`, 0);
  const made = mint(period, order, { coins: 1 }, [1]);
  return { ...made.reached[0], order, coin: made.coinAt(0) };
}

function exchanged({ seed, number, keptNumber, keptCoin, book }: World): Step {
  const next = derivePeriod(seed, 1, PARAMETERS);
  const newCoin = mint(next, derivePermutation(seed, 1), { coins: 1 }).coinAt(0);
  const desk = new ExchangeDesk(book.register);
  desk.ask(keptNumber, USER);
  desk.ask(number, USER);
  const answers: Answer[] = [];
  desk.decide((coin, user, says) => {
    const asked = `asked by user ${user} to exchange ${coin === number ? 'the spent coin' : 'the coin that he kept'}`;
    answers.push(says === 'exchanged' ? accepts('broker', asked, says) : refuses('broker', asked, says));
  });
  return {
    title: 'Exchanged at the end of the month',
    sentences: [
      'User 7 returns the coin that he did not use for a new one, good under the key of the next period; with the coin that he spent it does not work.',
      'What the old coin was, four balls of one bin, it is no longer under the new key.',
    ],
    bytes: [shown('K of the next period', next.key), shown('the new coin', newCoin)],
    figures: [figure('z of the next period, in hexadecimal', next.z.toString(16))],
    answers: [...answers, openVendor(VENDOR, next)('offered the old coin', keptCoin, 0)],
    check: {
      commands: python(
        ...keyFromSeed(seed),
        "print(key('micromint/period/1/key', 16))",
        "print(key('micromint/period/1/value', 8)[0])",
        ...vendorProgram(next),
        printChecked(newCoin),
        ...printHashes(keptCoin),
      ),
      prints: [
        toHex(next.key),
        next.z.toString(16),
        `accepted, bin ${binText(next, newCoin)}`,
        ...ballsOf(keptCoin).map((ball) => toHex(sha256(concatenate(next.key, ball))).slice(0, HASH_DIGITS)),
      ].join('\n'),
    },
  };
}

/** A vendor with an empty till, and what it says to coins that it is offered one after the other. */
function openVendor(vendor: number, period: Period): (asked: string, coin: Coin, periodOfCoin: number) => Answer {
  const bins = new Set<number>();
  return (asked, coin, periodOfCoin) => {
    const answer = accept(coin, periodOfCoin, period, (bin) => bins.has(bin));
    if (!answer.accepted) return refuses(`vendor ${vendor}`, asked, answer.reason);
    bins.add(answer.bin);
    return accepts(`vendor ${vendor}`, asked);
  };
}

function settling(vendor: number, outcome: string): Answer {
  const asked = `asked by vendor ${vendor} to pay`;
  return outcome === 'paid' ? accepts('broker', asked, outcome) : refuses('broker', asked, outcome);
}
