import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/report/markdown.ts';

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['paragraphs', 'one\ntwo\n\nthree', ['<p>one two</p>', '<p>three</p>']],
  ['a list with a continued item', '- a\n  b\n- c', ['<ul><li>a b</li><li>c</li></ul>']],
  ['emphasis', '*a* **b** `*c*`', ['<p><em>a</em> <strong>b</strong> <code>*c*</code></p>']],
  ['links as their words', 'see [RS96](https://x.example/?a=b)', ['<p>see RS96</p>']],
  [
    'hostile markup',
    '<img src=x onerror="a()"> **<b>**',
    ['<p>&lt;img src=x onerror=&quot;a()&quot;&gt; <strong>&lt;b&gt;</strong></p>'],
  ],
  ['hostile code', '`</code><script>`', ['<p><code>&lt;/code&gt;&lt;script&gt;</code></p>']],
  ['nothing', ' \n\n ', []],
];

describe("the Markdown of a scenario's about", () => {
  it.each(CASES)('renders %s', (_, source, blocks) => {
    expect(markdown(source).map(({ text }) => text)).toEqual(blocks);
  });
});
