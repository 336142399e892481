/** Bytes of each unit. As S3's limits, they count in powers of 1024. */
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};

/**
 * Returns the bytes of a size such as `25MB`, or null if the text is none.
 *
 * @example
 * ```ts
 * parseSize('1.5GB') === 1610612736;
 * ```
 */
export function parseSize(text: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?) ?([KMGT]?B)$/.exec(text) ?? [];
  const bytes = UNITS[unit];
  return bytes === undefined ? null : Math.floor(Number(number) * bytes);
}

/** Prints bytes in the largest unit that keeps them exact: `25MB`. */
export function printSize(bytes: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, one]) => bytes % one === 0) ?? ['B', 1];
  return `${bytes / size}${unit}`;
}
