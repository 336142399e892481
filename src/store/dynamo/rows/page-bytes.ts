import type { Row } from '../../port/access.ts';

/** The most bytes of the rows of a page, as JSON. A Lambda function returns at most 6 MB (Lambda quotas). */
const PAGE_BYTES = 4_000_000;

/** The calls whose rows always fit: DynamoDB reads at most 1 MB for each (API reference, Query). */
const CALLS_THAT_FIT = 2;

/**
 * Returns how many of the first rows a page may hold, at least one. The first calls hold too little to be measured, so a usual
 * page costs nothing.
 */
export function rowsThatFit(rows: readonly { readonly row: Row }[], calls: number): number {
  if (calls <= CALLS_THAT_FIT) return rows.length;
  let bytes = 0;
  const over = rows.findIndex(({ row }, at) => {
    bytes += Buffer.byteLength(JSON.stringify(row));
    return at > 0 && bytes > PAGE_BYTES;
  });
  return over === -1 ? rows.length : over;
}
