import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/page.ts';
import { renderSvg } from '../../src/report/render.ts';
import { fixtureResult, PROVENANCE } from './fixtures/result.ts';

const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;

describe('the report of a run', () => {
  let page = '';
  beforeAll(async () => {
    page = await renderReport(fixtureResult(), PROVENANCE);
  }, 60_000);

  it('is the same bytes when it is made again in the same process', async () => {
    expect(await renderReport(fixtureResult(), PROVENANCE)).toBe(page);
  });

  it('admits its own style sheet and its own script by their hashes, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const hash = (tag: string): string => {
      const inlined = [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
      expect(inlined).toHaveLength(1);
      return `'sha256-${createHash('sha256').update(inlined[0][1]).digest('base64')}'`;
    };
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
    );
  });

  it('refers to nothing outside: no address but the names of XML namespaces, no source, no link, no inline style', () => {
    expect(page.replaceAll(/ xmlns(:xlink)?="http:\/\/www\.w3\.org\/[^"]*"/g, '')).not.toMatch(/https?:|\/\/[a-z]/i);
    expect(page).not.toMatch(/ (src|style|on[a-z]+)=|url\(|@import|<link|<iframe|<base/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, target]) => !target.startsWith('#'))).toEqual([]);
  });

  it('weighs less than 340 kB: fails when lines are drawn, or tables written, with more digits than anybody reads', () => {
    expect(new TextEncoder().encode(page).length).toBeLessThan(340_000);
  });

  it('uses every identifier once', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has its parts in order under headings that skip no level', () => {
    const headings = [...page.matchAll(/<h([1-6])>(.*?)<\/h\1>/g)].map(([, level, text]) => `${level} ${text}`);
    expect(headings.filter((heading) => !heading.startsWith('3'))).toEqual([
      '1 A MicroMint month, every coin a real collision',
      '2 Key figures',
      '2 Charts',
      '2 All metrics beside theory',
      '2 About the scenario',
      '2 The scenario as run',
      '2 Reproduce',
      '2 Provenance',
    ]);
    expect(headings.filter((heading) => heading.startsWith('3'))).toHaveLength(4);
  });

  it('gives every drawing alternative text with type, axes and finding, and every table heads with a scope', () => {
    const drawings = [...page.matchAll(/<div class="drawing (?:page|slide)" role="img" aria-label="([^"]+)"><svg/g)];
    expect(drawings).toHaveLength(8);
    for (const [, words] of drawings) expect(words).toMatch(/chart|series.*axis.*\./i);
    expect(page).not.toMatch(/<th>/);
    expect(page.split('<table').length).toBe(page.split('<caption>').length);
  });

  it('shows the scenario as run, the command, the provenance and the digest', () => {
    for (const text of ['- name: micromint', PROVENANCE.reproduce, PROVENANCE.commit, fixtureResult().digest]) {
      expect(page).toContain(text);
    }
  });

  it('shows the text of the scenario whole where it is known, and the resolved one as what it is', async () => {
    expect(page).toContain('It is no scenario file.');
    expect(page).not.toContain('The file as it was given');
    const text = '\n# a & b\ntitle: "<x>"\nabout: |\n  ends in a line\n';
    const given = await renderReport(fixtureResult({ charts: [] }), { ...PROVENANCE, scenario: text });
    expect(given).toContain(
      'aria-label="The scenario as given">\n\n# a &amp; b\ntitle: &quot;&lt;x&gt;&quot;\nabout: |\n  ends in a line\n</pre>',
    );
    expect(given.indexOf('As resolved')).toBeGreaterThan(given.indexOf('The scenario as given'));
  });

  it('answers the question with the first finding and with what theory says', () => {
    expect(page).toContain('<div class="question"><p>What does a coin cost');
    expect(page).toContain(
      'The first k4 coin costs 9,238 ± 1,119 balls, all 37,000 average 7.07, the last 7,000 average 4.83. Simulation agrees with theory in all 10 judged figures.</p>',
    );
    expect(page).not.toContain('disagree.');
  });
});

describe('a report of less usual results', () => {
  it('escapes a hostile scenario wherever it shows', async () => {
    const base = fixtureResult();
    const metrics = base.metrics.map((metric) => ({
      ...metric,
      name: `${HOSTILE}.coins_1.good_balls`,
      unit: HOSTILE,
      theory: {
        value: 1,
        formula: HOSTILE,
        source: HOSTILE,
        kind: 'mean' as const,
        z: 1,
        agrees: null,
        remark: HOSTILE,
      },
    }));
    const page = await renderReport(
      {
        ...base,
        scenario: { name: HOSTILE, title: HOSTILE, about: `${HOSTILE}\n\n- ${HOSTILE}`, resolved: { title: HOSTILE } },
        labels: [{ label: HOSTILE, scheme: HOSTILE }],
        curves: base.curves.map((curve) => ({
          ...curve,
          name: curve.name.replace(/^[^.]+/, HOSTILE),
          quantity: HOSTILE,
        })),
        metrics: metrics.slice(0, 1),
        disagreements: [HOSTILE],
        seed: HOSTILE,
      },
      { ...PROVENANCE, reproduce: HOSTILE, arguments: [HOSTILE], files: [HOSTILE], commit: HOSTILE },
    );
    expect(page.split('<script').length).toBe(2);
    const unquoted = page.replaceAll(/="[^"]*"/g, '');
    expect(unquoted).not.toMatch(/<img|<[^>]* onerror/);
    expect(page.split('&lt;script').length).toBeGreaterThan(15);
  });

  it('says at the top, in words, which metrics disagree with theory', async () => {
    const base = fixtureResult({ charts: [], disagreements: ['k2.coins_1.good_balls'] });
    const metrics = base.metrics.map((metric) =>
      metric.name === 'k2.coins_1.good_balls' ? { ...metric, theory: { ...metric.theory!, agrees: false } } : metric,
    );
    const page = await renderReport({ ...base, metrics }, PROVENANCE);
    expect(page).toContain(
      '<strong>Simulation and theory disagree.</strong> One metric has left the band of theory: <code>k2.coins_1.good_balls</code>',
    );
    expect(page).toContain('Simulation agrees with theory in only 9 of 10 judged figures.');
    expect(page.indexOf('✗ disagrees')).toBeLessThan(page.indexOf('✓ agrees'));
  });

  it('shows why a figure was not judged instead of a tick', async () => {
    const [metric] = fixtureResult().metrics;
    const theory = { ...metric.theory!, agrees: null, remark: 'consistent by construction' };
    const page = await renderReport(fixtureResult({ charts: [], metrics: [{ ...metric, theory }] }), PROVENANCE);
    expect(page.split('consistent by construction').length).toBe(4);
    expect(page).toContain('; not judged: consistent by construction');
    expect(page).not.toContain('✓');
  });

  it('has neither script nor button nor permission for scripts when there is nothing to present', async () => {
    const page = await renderReport(fixtureResult({ charts: [] }), PROVENANCE);
    expect(page).not.toMatch(/<script|script-src|<button/);
  });
});

it('refuses a specification about which Vega warns', async () => {
  const dubious = {
    data: { values: [{ a: 1 }] },
    mark: 'point',
    encoding: { shape: { field: 'a', type: 'quantitative' } },
  };
  await expect(renderSvg(dubious as Parameters<typeof renderSvg>[0])).rejects.toThrow('the chart is drawn wrongly');
});
