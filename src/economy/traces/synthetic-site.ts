/**
 * The site that an invented log is about, and the names of its visitors: none that anybody could have (RFC 2606, RFC
 * 1918, RFC 3849).
 * @module
 */
import { exponential } from '../../sim/distributions.ts';
import { stream } from '../../sim/random.ts';

export interface Item {
  readonly path: string;
  readonly bytes: number;
}

export interface Page extends Item {
  readonly pictures: readonly Item[];
}

export interface Catalogue {
  /** In the order of their rank. */
  readonly pages: readonly Page[];
}

const PAGE_BYTES_MEAN = 6000;
const PICTURE_BYTES_MEAN = 20_000;
const BYTES_MIN = 200;

/** Pages `/section3/article17.html` and their pictures, from 0 to `picturesPerPage` of them. */
export function catalogue(
  seed: string,
  { pages, folders, picturesPerPage }: { pages: number; folders: number; picturesPerPage: number },
): Catalogue {
  const random = stream(seed, 'trace/site');
  const size = (mean: number): number => BYTES_MIN + Math.floor(exponential(random.next()) * mean);
  const page = (rank: number): Page => {
    const folder = `/section${rank % folders}`;
    const count = Math.floor(random.next() * (picturesPerPage + 1));
    const pictures = Array.from({ length: count }, (_, i) => {
      return { path: `${folder}/pictures/article${rank}-${i}.gif`, bytes: size(PICTURE_BYTES_MEAN) };
    });
    return { path: `${folder}/article${rank}.html`, bytes: size(PAGE_BYTES_MEAN), pictures };
  };
  return { pages: Array.from({ length: pages }, (_, rank) => page(rank)) };
}

/** The host of a visitor: of eight one has an address of IPv6, one of IPv4, six have names. */
export function hostOf(user: number): string {
  if (user % 8 === 7) return `2001:db8::${Math.floor(user / 65_536).toString(16)}:${(user % 65_536).toString(16)}`;
  if (user % 8 === 6) return `10.${(user >> 16) & 255}.${(user >> 8) & 255}.${user & 255}`;
  return `host${user}.example.net`;
}
