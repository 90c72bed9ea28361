/**
 * A piece of Millicent's scrip: made and stamped by the vendor, spent, checked, given change for; and refused when it is
 * spent twice, altered, stolen or brought to another vendor. Each step carries out what it tells, so their order matters.
 * Source: G95; the lecture's slides on Millicent, whose example this scrip is. HMAC-SHA-256 stands where G95 has a keyed
 * MD5; the bytes are ours.
 * @module
 */
import { CustomerKeys } from '../../protocols/millicent/customer-keys.ts';
import { dateText } from '../../protocols/millicent/date.ts';
import type { Order } from '../../protocols/millicent/order.ts';
import { type Replied, readReply } from '../../protocols/millicent/reply.ts';
import { type Asked, ask } from '../../protocols/millicent/request.ts';
import { encodeBody, idText, parseScrip } from '../../protocols/millicent/scrip.ts';
import { toHex } from '../../protocols/primitives/bytes.ts';
import { deriveKey } from '../../protocols/primitives/hash.ts';
import { HmacKey, TAG_DIGITS } from '../../protocols/primitives/hmac.ts';
import { ascii } from '../../protocols/primitives/wire.ts';
import { SECOND } from '../../units.ts';
import { folded, keyFromSeed, named, printHmac, python, pythonFolded } from './commands.ts';
import {
  answer,
  CUSTOMER,
  LIFE,
  NOW,
  nameOfSecret,
  OTHER_VENDOR,
  openWorld,
  type ScripWorld,
  SECRET_BYTES,
  VENDOR,
} from './scrip-world.ts';
import {
  type Answer,
  accepts,
  type Explanation,
  figure,
  refuses,
  type Step,
  shown,
  shownText,
  textOf,
} from './step.ts';

const BUY: Order = { verb: 'buy', offer: 2000, target: '/quotes/ibm' };
const BUY_ANOTHER: Order = { verb: 'buy', offer: 2000, target: '/quotes/dec' };

/** Follows a piece of scrip under this seed. */
export function explainScrip(seed: string): Explanation {
  const world = openWorld(seed);
  const steps = [secrets, fields, stamped, granted, asked, validated, changed, spentAgain, altered, stolen, elsewhere];
  return {
    object: 'scrip',
    title: 'A piece of Millicent scrip',
    source:
      'After Glassman, Manasse, Abadi, Gauthier and Sobalvarro, The Millicent Protocol (1995), and the lecture; keyed hashes are HMAC-SHA-256.',
    seed,
    steps: steps.map((step) => step(world)),
  };
}

function secrets({ seed, shop, otherShop }: ScripWorld): Step {
  const all = [shop.masterScrip, shop.masterCustomers, otherShop.masterScrip];
  const names = [nameOfSecret(VENDOR, 'scrip'), nameOfSecret(VENDOR, 'customers'), nameOfSecret(OTHER_VENDOR, 'scrip')];
  return {
    title: 'The vendor has two secrets',
    sentences: [
      'With the master scrip secret the vendor stamps its scrip, with the master customer secret it makes a secret for each customer.',
      'All that follows is hashing with these two: no public key, and no database.',
    ],
    bytes: [
      shown(`master scrip secret of ${VENDOR}`, all[0]),
      shown(`master customer secret of ${VENDOR}`, all[1]),
      shown(`master scrip secret of ${OTHER_VENDOR}`, all[2]),
    ],
    figures: [],
    answers: [],
    check: {
      commands: python(...keyFromSeed(seed), ...names.map((name) => `print(key('${name}', ${SECRET_BYTES}))`)),
      prints: all.map(toHex).join('\n'),
    },
  };
}

function fields({ scrip }: ScripWorld): Step {
  const body = encodeBody(scrip);
  const [vendor, value, id, customer, ending] = textOf(body).split(' / ');
  const [expires, properties] = ending.split(' ');
  return {
    title: 'The fields of the scrip',
    sentences: [
      'Scrip is the promise of one vendor to serve for its value: vendor, value, ID#, customer ID#, day of expiry, and properties of the customer on which prices may depend.',
      'No two pieces of a vendor have the same ID#.',
    ],
    bytes: [shownText('the body', body)],
    figures: [
      figure('vendor', vendor),
      figure('value', value),
      figure('ID#', id),
      figure('customer ID#', customer),
      figure('expires, year month day', expires),
      figure('properties', properties),
    ],
    answers: [],
    check: {
      commands: pythonFolded(
        `fields = ['${vendor}', '${value}', '${id}', '${customer}', '${expires} ${properties}']`,
        "print(' / '.join(fields).encode().hex())",
      ),
      prints: folded(toHex(body)),
    },
  };
}

function stamped({ shop, scrip, holding }: ScripWorld): Step {
  const body = textOf(encodeBody(scrip));
  return {
    title: 'The vendor stamps it',
    sentences: [
      'The stamp is the keyed hash of the body under the master scrip secret, so that nobody else can make it, and the vendor makes it again whenever it wants to check.',
    ],
    bytes: [shownText('the scrip: body and stamp', holding.bytes)],
    figures: [figure('stamp', stampOf(holding.bytes))],
    answers: [],
    check: { commands: printHmac(shop.masterScrip, body), prints: stampOf(holding.bytes) },
  };
}

function granted({ shop, granted, holding }: ScripWorld): Step {
  const secret = holding.secret!;
  return {
    title: 'The customer gets it, with his secret',
    sentences: [
      'The customer secret is the keyed hash of the customer ID# under the master customer secret.',
      'It goes to the customer once, with the scrip that he buys, over a line that nobody else reads; with scrip that he spends it never travels.',
    ],
    bytes: [shownText('what the customer gets', granted), shown('customer secret', secret)],
    figures: [],
    answers: [],
    check: { commands: printHmac(shop.masterCustomers, String(CUSTOMER)), prints: toHex(secret) },
  };
}

function asked(world: ScripWorld): Step {
  const { request, binding } = askTo(BUY, world);
  return {
    title: 'The customer pays with a request',
    sentences: [
      'He wants a page and agrees to pay $0.002 for it; the request bears the scrip, and the keyed hash of all lines above under his secret.',
      'Who overhears it has the scrip, but not the secret with which he would have to ask for something else.',
    ],
    bytes: [shownText('the request', request)],
    figures: [figure('stamp of the request', textOf(binding))],
    answers: [],
    check: {
      commands: printHmac(world.holding.secret!, textOf(request.slice(0, -TAG_DIGITS - 1))),
      prints: textOf(binding),
    },
  };
}

function validated(world: ScripWorld): Step {
  const { request } = askTo(BUY, world);
  const examined = world.shop.desk.examiner.examine(request);
  return {
    title: 'The vendor checks it on the fly',
    sentences: [
      'The vendor makes the stamp, the customer secret and the stamp of the request again and compares: not forged, not stolen.',
      'Then it looks whether the day of expiry has come, and whether the ID# is among those spent, which it has in memory.',
      'Three keyed hashes, no network connection, no database.',
    ],
    bytes: [],
    figures: [figure('today, year month day', dateText(NOW))],
    answers: [answerTo('sent the request', examined)],
    check: {
      commands: python(...examination(request, world), 'print(examine(request))'),
      prints: 'good',
    },
  };
}

function changed(world: ScripWorld): Step {
  const first = askTo(BUY, world);
  const { reply, outcome } = answer(world.shop, first.request, NOW);
  const replied = servedBy(first, reply);
  const change = replied.change!.bytes;
  const body = textOf(change.slice(0, -TAG_DIGITS - 1));
  return {
    title: 'The vendor gives change',
    sentences: [
      'The price is $0.002, so the vendor mints new scrip for the rest: the same customer ID#, a new ID#, a lower value; and it remembers that the old ID# is spent.',
      'The reply bears the change, the page, and a keyed hash under the customer secret, so that nobody puts other change in its place.',
    ],
    bytes: [shownText('the reply', reply), shownText('the change', change)],
    figures: [
      figure('ID# paid with', idText(world.scrip.id)),
      figure('ID# of the change', idText(replied.change!.scrip.id)),
      figure('stamp of the change', stampOf(change)),
    ],
    answers: [answerTo('asked for the page', outcome), accepts('customer', 'reading the reply', 'page and change')],
    check: {
      commands: [
        printHmac(world.shop.masterScrip, body),
        printHmac(world.holding.secret!, textOf(reply.slice(0, -TAG_DIGITS - 1)) + textOf(first.binding)),
      ].join('\n'),
      prints: [stampOf(change), textOf(reply.slice(-TAG_DIGITS))].join('\n'),
    },
  };
}

function spentAgain(world: ScripWorld): Step {
  const [first, second] = [askTo(BUY, world), askTo(BUY_ANOTHER, world)];
  const again = answer(world.shop, first.request, NOW + SECOND);
  const isAgain = typeof again.outcome === 'object' && again.outcome.again;
  const other = answer(world.shop, second.request, NOW + 2 * SECOND);
  return {
    title: 'The same scrip is spent again',
    sentences: [
      'Another request with the same scrip is refused: its ID# is spent.',
      'The very same request, sent again because the reply was lost, gets the same reply with the same change, and is not charged twice.',
    ],
    bytes: [shownText('another request with the same scrip', second.request)],
    figures: [figure('ID# in both requests', idText(world.scrip.id))],
    answers: [
      isAgain
        ? accepts(VENDOR, 'sent the same request again', 'the same reply')
        : answerTo('sent it again', again.outcome),
      answerTo('sent another request with the same scrip', other.outcome),
    ],
    check: {
      commands: python(
        ...examination(second.request, world),
        `spent = {'${idText(world.scrip.id)}'}`,
        'print(examine(request))',
        "print('already-spent' if request.split(' / ')[2] in spent else 'not spent')",
      ),
      prints: `good\n${other.outcome}`,
    },
  };
}

function altered(world: ScripWorld): Step {
  const { holding, scrip } = world;
  const value = 9000;
  const bytes = ascii(textOf(holding.bytes).replace('0.005usd', '0.009usd'));
  const { request } = askTo(BUY, { ...world, holding: { ...holding, bytes, scrip: { ...scrip, value } } });
  return {
    title: 'The value is altered',
    sentences: [
      'The customer writes a higher value into his scrip and signs the request with his own, good secret; but the stamp is not that of such a body, and only the vendor can make that one.',
    ],
    bytes: [shownText('the request with altered scrip', request)],
    figures: [figure('stamp on the scrip', stampOf(bytes)), figure('stamp of such a body', rightStamp(world, bytes))],
    answers: [answerTo('sent a request with altered scrip', world.shop.desk.examiner.examine(request))],
    check: {
      commands: [
        printHmac(world.shop.masterScrip, textOf(bytes.slice(0, -TAG_DIGITS - 1))),
        python(...examination(request, world), 'print(examine(request))'),
      ].join('\n'),
      prints: `${rightStamp(world, bytes)}\nbad-stamp`,
    },
  };
}

/** The stamp that the vendor would make for the body of this scrip. */
function rightStamp({ shop }: ScripWorld, bytes: Uint8Array): string {
  const scrip = parseScrip(bytes);
  if (typeof scrip === 'string') throw new Error(`altered scrip is ${scrip}`);
  return stampOf(shop.stamper.stamp(scrip));
}

function stolen(world: ScripWorld): Step {
  const guess = deriveKey(world.seed, 'lecture/scrip/thief', SECRET_BYTES);
  const { request } = askTo(BUY_ANOTHER, { ...world, holding: { ...world.holding, secret: guess } });
  return {
    title: 'The scrip is stolen',
    sentences: [
      'A thief has overheard the request, takes the scrip out of it and asks for something else.',
      'He does not have the customer secret, so the stamp of his request is wrong.',
    ],
    bytes: [shown('what the thief takes for the secret', guess), shownText('his request', request)],
    figures: [],
    answers: [answerTo('sent the request of the thief', world.shop.desk.examiner.examine(request))],
    check: {
      commands: python(...examination(request, world), 'print(examine(request))'),
      prints: 'bad-request-hmac',
    },
  };
}

function elsewhere(world: ScripWorld): Step {
  const { request } = askTo(BUY, world);
  const { outcome: there } = answer(world.otherShop, request, NOW);
  const { outcome: late } = answer(world.shop, request, NOW + LIFE);
  const body = textOf(encodeBody(world.scrip));
  const stamp = toHex(new HmacKey(world.otherShop.masterScrip).tag(ascii(body)));
  return {
    title: 'At another vendor, and after its day',
    sentences: [
      'Scrip is good at the vendor whose name it bears and nowhere else: another vendor has another secret, under which the stamp would be another.',
      'On the day of expiry it is worth nothing any more, which is why a vendor can forget the numbers that were spent.',
    ],
    bytes: [],
    figures: [
      figure('stamp under the other secret', stamp),
      figure('stamp on the scrip', stampOf(world.holding.bytes)),
    ],
    answers: [
      answerTo('sent the request', there, OTHER_VENDOR),
      answerTo(`sent the request on ${dateText(NOW + LIFE)}`, late),
    ],
    check: { commands: printHmac(world.otherShop.masterScrip, body), prints: stamp },
  };
}

/** The customer's request in the secure protocol. */
function askTo(order: Order, { holding }: Pick<ScripWorld, 'holding'>): Asked {
  return ask(holding, order, { protocol: 'secure', keys: new CustomerKeys(holding.secret!) });
}

/** What a customer reads in a reply by which he is served. @throws Error when he is not. */
function servedBy(asked: Asked, reply: Uint8Array): Extract<Replied, { served: true }> {
  const replied = readReply(asked, reply);
  if (typeof replied === 'string' || !replied.served) throw new Error('the customer is not served');
  return replied;
}

function answerTo(asked: string, decision: object | string, vendor = VENDOR): Answer {
  return typeof decision === 'string' ? refuses(vendor, asked, decision) : accepts(vendor, asked);
}

/** The digits at the end of stamped scrip. */
function stampOf(scrip: Uint8Array): string {
  return textOf(scrip.slice(-TAG_DIGITS));
}

/** Lines of Python that define `request` and what the vendor finds in it. */
function examination(request: Uint8Array, { shop }: ScripWorld): string[] {
  return [
    'import hmac',
    named('scrip_secret', shop.masterScrip),
    named('customers_secret', shop.masterCustomers),
    `${named('request', request)}.decode()`,
    "def mac(key, text): return hmac.new(key, text.encode(), 'sha256').hexdigest()",
    'def examine(request):',
    "    kind, scrip, order, tag = request.split('\\n')",
    "    body, stamp = scrip.rsplit(' ', 1)",
    "    vendor, value, number, customer, ending = body.split(' / ')",
    `    if not vendor == '${VENDOR}': return 'wrong-vendor'`,
    "    if not stamp == mac(scrip_secret, body): return 'bad-stamp'",
    '    secret = bytes.fromhex(mac(customers_secret, customer))',
    "    if not tag == mac(secret, request[:-65]): return 'bad-request-hmac'",
    `    return 'good' if '${dateText(NOW)}' < ending[:8] else 'expired'`,
  ];
}
