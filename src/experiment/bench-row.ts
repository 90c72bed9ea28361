/**
 * A row of a benchmark: ours beside a peer or a floor measured in the same run.
 * Only the ratio travels between machines.
 * @module
 */
export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  /** value / peerValue */
  readonly ratio: number;
}
