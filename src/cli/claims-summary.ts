/**
 * What `farthing claims` prints: a line for each claim, and what differs from the record.
 * @module
 */
import type { ClaimsResult, JudgedClaim } from '../experiment/claims-result.ts';
import type { Speeds } from '../lecture/claims/timed/validation.ts';
import { claimsInWords } from '../report/claims.ts';
import { grouped } from '../report/format.ts';

const ID_WIDTH_MAX = 34;

/** @param speeds of this machine, where a claim is about them */
export function claimsSummary({ claims, seed }: ClaimsResult, page: string, speeds?: Speeds): string {
  const widths = {
    id: Math.min(ID_WIDTH_MAX, Math.max(...claims.map(({ id }) => id.length))),
    verdict: Math.max(...claims.map(({ verdict }) => (verdict ?? '').length)),
  };
  const lines = claims.map((claim) => line(claim, widths));
  const timed = speeds === undefined ? [] : [`This machine: ${speedsInWords(speeds)}`];
  return [`${claimsInWords(claims)} (seed ${seed})`, ...lines, ...timed, `Page: ${page}`, ''].join('\n');
}

/** What the clock said: another figure in every run, and so no part of the result. */
export function speedsInWords({ validatedInTheClear, validatedSecurely, signaturesVerified }: Speeds): string {
  const times = (perSecond: number): string => `${(perSecond / signaturesVerified).toFixed(1)} times as many`;
  const counted = (perSecond: number): string => grouped(Number(perSecond.toPrecision(2)), 0);
  return (
    `a second of processor time is ${counted(signaturesVerified)} verifications of an Ed25519 signature, ` +
    `${counted(validatedInTheClear)} validations in the clear (${times(validatedInTheClear)}) or ` +
    `${counted(validatedSecurely)} secure ones (${times(validatedSecurely)})`
  );
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
