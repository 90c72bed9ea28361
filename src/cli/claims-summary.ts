/**
 * What `farthing claims` prints: a line for each claim, and what differs from the record.
 * @module
 */
import type { ClaimsResult, JudgedClaim } from '../experiment/claims-result.ts';
import { claimsInWords } from '../report/claims.ts';

const ID_WIDTH_MAX = 34;

export function claimsSummary({ claims, seed }: ClaimsResult, page: string): string {
  const widths = {
    id: Math.min(ID_WIDTH_MAX, Math.max(...claims.map(({ id }) => id.length))),
    verdict: Math.max(...claims.map(({ verdict }) => (verdict ?? '').length)),
  };
  const lines = claims.map((claim) => line(claim, widths));
  return [`${claimsInWords(claims)} (seed ${seed})`, ...lines, `Page: ${page}`, ''].join('\n');
}

function line(
  { id, number, verdict, recorded, finding }: JudgedClaim,
  widths: { id: number; verdict: number },
): string {
  const differs = verdict === recorded ? '' : ` (recorded: ${recorded})`;
  const place = number === null ? '  ' : String(number).padStart(2);
  return `${place}  ${id.padEnd(widths.id)}  ${(verdict ?? '').padEnd(widths.verdict)}${differs}  ${finding}`;
}

/** One line for each verdict that is not the recorded one; empty when all are. */
export function recordComplaint({ claims, differing }: ClaimsResult): string {
  return claims
    .filter(({ id }) => differing.includes(id))
    .map(({ id, verdict, recorded }) => `${id}: ${verdict}, recorded as: ${recorded}\n`)
    .join('');
}
