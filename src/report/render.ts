/**
 * A Vega-Lite specification as SVG text, without a browser. Equal specifications give equal text: the drawings use
 * neither clips nor gradients, the only things for which Vega counts up identifiers, and that also keeps several
 * drawings in one page from claiming the same identifier.
 * @module
 */
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { compact } from './compact.ts';
import { textWidth } from './theme.ts';

interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: unknown;
}

/** What Vega asks for the width of a text; exported by Vega, but missing in its types. */
interface TextMetrics {
  width(item: TextItem, text?: unknown): number;
}
const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };

/**
 * The drawing of a specification.
 * @throws Error when Vega or Vega-Lite warns: a warning is a mistake in one of our specifications.
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  measureByCounting();
  const logger = refusingLogger();
  const runtime = vega.parse(compile(spec, { logger }).spec);
  const view = new vega.View(runtime, { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  return compact(stripRoles(svg));
}

/** Otherwise a canvas that happens to be installed would measure the text, and the bytes would be the machine's. */
function measureByCounting(): void {
  textMetrics.width = (item, text) =>
    textWidth(String(text ?? item.text ?? ''), item.fontSize ?? 11, Number(item.fontWeight) >= 600);
}

/** The picture speaks through its alternative text alone; the roles that Vega gives to its groups would be noise. */
function stripRoles(svg: string): string {
  return svg.replace(/ (?:role|aria-roledescription|aria-label|aria-hidden)="[^"]*"/g, '');
}

function refusingLogger(): vega.LoggerInterface {
  const refuse = (...messages: readonly unknown[]): never => {
    throw new Error(`the chart is drawn wrongly: ${messages.map(String).join(' ')}`);
  };
  const ignore = (): vega.LoggerInterface => logger;
  const logger = { level: () => 2, error: refuse, warn: refuse, info: ignore, debug: ignore };
  return logger as unknown as vega.LoggerInterface;
}
