/**
 * The coin files that a scenario names. A scenario is plain data and no file is read here: whoever can read files fills
 * in what they hold before replications are computed.
 * @module
 */
import type { CoinFile } from '../protocols/micromint/coins.ts';
import type { Parameters } from '../protocols/micromint/parameters.ts';
import type { Scenario, SchemeEntry } from './model.ts';

/** A coin file where a scenario names it. */
export interface CoinFileUse {
  readonly path: readonly ['schemes', number, 'coinFiles', number];
  /** As the scenario writes it. */
  readonly file: string;
  /** What its coins must be. */
  readonly parameters: Parameters;
}

/** The options of a scheme that sells coins from files. */
interface CoinSeller extends Parameters {
  readonly coinFiles: readonly CoinFile[];
}

function sellerOf({ options }: SchemeEntry): CoinSeller | undefined {
  return options.coinFiles === undefined ? undefined : (options as unknown as CoinSeller);
}

/** All coin files of a scenario, in its order. */
export function coinFileUses({ schemes }: Scenario): CoinFileUse[] {
  return schemes.flatMap((entry, scheme) => {
    const seller = sellerOf(entry);
    if (seller === undefined) return [];
    const { way, bits, filter } = seller;
    return seller.coinFiles.map(({ file }, place): CoinFileUse => {
      return { path: ['schemes', scheme, 'coinFiles', place], file, parameters: { way, bits, filter } };
    });
  });
}

/** The scenario with what its coin files hold. @param read one for each use, in the order of `coinFileUses` */
export function withCoinFiles(scenario: Scenario, read: readonly CoinFile[]): Scenario {
  let next = 0;
  return changed(scenario, () => read[next++]!);
}

/** The scenario as a result tells it: of each coin file how many coins and which, but not the coins themselves. */
export function withoutCoins(scenario: Scenario): Scenario {
  return changed(scenario, ({ stored: _, ...told }) => told);
}

function changed(scenario: Scenario, change: (file: CoinFile) => CoinFile): Scenario {
  const schemes = scenario.schemes.map((entry) => {
    const seller = sellerOf(entry);
    if (seller === undefined) return entry;
    return { ...entry, options: { ...entry.options, coinFiles: seller.coinFiles.map(change) } };
  });
  return { ...scenario, schemes };
}
