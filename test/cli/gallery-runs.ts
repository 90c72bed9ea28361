/**
 * What is tried of each scenario of the gallery when the program runs it inside this process: its files, its digest, and
 * what it is about.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/experiment/digest.ts';
import { type Ended, GALLERY, ROOT, type workshop } from './program.ts';

const FILES = ['manifest.json', 'replications.csv', 'report.html', 'result.json'];

/** What must have happened in a quick run, since without it the scenario shows nothing. */
const HAPPENED: Readonly<Record<string, readonly string[]>> = {
  lecture: ['mr1.user_charge.max_over_use_usd', 'mr2.bank_shortfall.mean_usd', 'micromint.coins.exchanged_count'],
  'soft-drink-machine': ['independent.four_coins.share'],
  'statistical-payment': ['statistical.payable_count'],
  'mr1-overpayment': ['mr1.user_charge.max_over_use_usd', 'mr2.payable_count'],
  'lecture-bills': ['mr1.user_charge.max_over_use_usd', 'mr2.payable_count'],
  'lecture-queue': ['card.bank.wait_mean_us', 'millicent.exchanges.made_count'],
  'mr1-vs-mr2': ['mr1.payments.served_count', 'mr2.payments.served_count'],
  'lotteries-compared': [
    'mr1-cheated.grinding-merchant.gain_usd',
    'mr2-cheated.colluding-pair.gain_usd',
    'mr3-cheated.grinding.tries_count',
  ],
  'mr2-serial-cheats': ['mr2.serial-reuser.caught_share', 'mr2.stretcher-4.gain_usd'],
  'mr-grinding': ['mr1-ed25519.grinding-merchant.gain_usd', 'mr1-ecvrf.incidents.bad_selection_proof_count'],
  'mr-collusion': ['pairs-mean-gap.incidents.mean_gap_count', 'sybils-deposit.bank.forfeited_deposits_usd'],
  'mr3-deferred': ['mr3-ed25519.loss.vendors_usd', 'mr3.payable_count'],
  'bank-reserve': ['one-in-10.bank.reserve_usd', 'one-in-10000.bank.reserve_usd'],
  'billion-payments': ['mr2.payable_count'],
  'mr-who-bears-the-risk': ['mr1.bank.uncollected_usd', 'mr2.quitter.gain_usd', 'mr1-deadline.incidents.late_count'],
};

/** These run on every machine; the others when everything is tried (test/long/gallery.test.ts). */
const ALWAYS = new Set([
  'lecture',
  'micromint-month',
  'lund-b2',
  'soft-drink-machine',
  'statistical-payment',
  'mr1-vs-mr2',
  'billion-payments',
  'micromint-double-spend',
  'everyone',
]);

export const RUN_ALWAYS: readonly string[] = GALLERY.filter((name) => ALWAYS.has(name));
export const RUN_WITH_EVERYTHING: readonly string[] = GALLERY.filter((name) => !ALWAYS.has(name));

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function tryScenarios(names: readonly string[], { inside, path }: ReturnType<typeof workshop>): void {
  const read = (folder: string, file: string): string => readFileSync(path('out', folder, file), 'utf8');

  describe.each(names)('%s, quick', (name) => {
    let ended: Ended;
    beforeAll(async () => {
      ended = await inside(['run', name, '--quick', '--json', '--quiet', '--out', `out/${name}`, '--workers', '1']);
    });

    it("shows in its report the file's own text, whole, so that it can be saved and run again", () => {
      const inner = /aria-label="The scenario as given">\n([\s\S]*?)<\/pre>/.exec(read(name, 'report.html'))?.[1] ?? '';
      const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
      const text = inner.replace(/&(lt|gt|quot|#39|amp);/g, (_, entity: string) => entities[entity]);
      expect(text).toBe(readFileSync(join(ROOT, 'scenarios', `${name}.yaml`), 'utf8'));
    });

    it('ends well: exit 0, nothing on stderr, the result and nothing but it on stdout', () => {
      const { code, stdout, stderr } = ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(read(name, 'result.json'));
      const result = JSON.parse(stdout);
      expect(result.scenario.name).toBe(name);
      expect(result.disagreements).toEqual([]);
      // Theory has spoken, or its agreement would say nothing.
      const judged = result.metrics.filter(
        ({ theory }: { theory?: { agrees: boolean | null } }) => theory?.agrees === true,
      );
      expect(judged.length).toBeGreaterThan(0);
    });

    it.each(HAPPENED[name] ?? [])('shows what it is about: %s', (happened) => {
      const { metrics }: { metrics: { name: string; value: number }[] } = JSON.parse(ended.stdout);
      expect(metrics.find((metric) => metric.name === happened)?.value).toBeGreaterThan(0);
    });

    it('has the digest that the gallery keeps of it (fails when any figure moved: npm run gallery, and say why)', () => {
      const kept = JSON.parse(readFileSync(join(ROOT, 'reports', 'gallery', name, 'numbers.json'), 'utf8'));
      expect(JSON.parse(ended.stdout).digest).toBe(kept.quick);
    });

    it('leaves exactly its four files, whose fingerprints the manifest has', () => {
      expect(readdirSync(path('out', name)).sort()).toEqual(FILES);
      const manifest = JSON.parse(read(name, 'manifest.json'));
      for (const file of FILES.filter((each) => each !== 'manifest.json'))
        expect(manifest.files[file]).toEqual({ sha256: sha256(read(name, file)) });
      expect(manifest).toMatchObject({
        format: 'farthing-manifest/1',
        digest: JSON.parse(read(name, 'result.json')).digest,
      });
      expect(manifest.reproduce).toBe(`npx farthing run ${name} --quick --json --quiet --out out/${name} --workers 1`);
    });

    it('has a digest that can be recomputed from its file, and a table that agrees with it', () => {
      const { digest, ...body } = JSON.parse(read(name, 'result.json'));
      expect(digestOf(body)).toBe(digest);
      const rows = read(name, 'replications.csv')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','));
      for (const { name: metric, value, combine: how, replications } of body.metrics) {
        if (how !== 'mean') continue;
        const total = rows.filter(([, each]) => each === metric).reduce((sum, [, , each]) => sum + Number(each), 0);
        expect(Math.abs(total / replications - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-12);
      }
    });
  });
}
