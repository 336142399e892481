import fc from 'fast-check';

/** A moment with one of the texts that AppSync has for it. */
export interface Spelled {
  /** Nanoseconds since 1970. */
  readonly nanos: bigint;
  readonly text: string;
}

const OFFSETS: readonly (readonly [string, number])[] = [
  ['Z', 0],
  ['+00:00', 0],
  ['-00:00', 0],
  ['+01:00', 3600],
  ['-07:30', -27_000],
  ['+14:00', 50_400],
  ['-18:00', -64_800],
  ['+05:30:15', 19_815],
];
const SECOND = 1_000_000_000n;
const offset = fc.constantFrom(...OFFSETS);
/** Numbers of digits of the fraction that are written at least. */
const digits = fc.constantFrom(0, 0, 3, 6, 9);

function printDay(date: Date): string {
  const [, year = '', rest = ''] = /^([+-]?\d+)-(\d\d-\d\d)T/.exec(date.toISOString()) ?? [];
  const sign = date.getUTCFullYear() < 0 ? '-' : '';
  return `${sign}${year.replace(/^[+-]/, '').slice(-4)}-${rest}`;
}

function printFraction(nanos: bigint, atLeast: number): string {
  const shortest = String(nanos).padStart(9, '0').replace(/0+$/, '').padEnd(atLeast, '0');
  return shortest === '' ? '' : `.${shortest}`;
}

/** Returns a moment as an AWSDateTime, in every spelling: with any offset, with seconds and fractions or without. */
export function spelledMoment(nanos: fc.Arbitrary<bigint>): fc.Arbitrary<Spelled> {
  return fc.tuple(nanos, offset, digits).map(([at, [zone, seconds], atLeast]) => {
    const whole = (at - (((at % SECOND) + SECOND) % SECOND)) / SECOND;
    const date = new Date((Number(whole) + seconds) * 1000);
    const [, minute = '', second = ''] = /T(\d\d:\d\d)(:\d\d)/.exec(date.toISOString()) ?? [];
    const fraction = printFraction(((at % SECOND) + SECOND) % SECOND, atLeast);
    const time = second === ':00' && fraction === '' ? minute : minute + second + fraction;
    return { nanos: at, text: `${printDay(date)}T${time}${zone}` };
  });
}

/** Returns a time of day in every spelling. Its nanoseconds count from midnight in UTC. */
export function spelledTime(nanos: fc.Arbitrary<bigint>): fc.Arbitrary<Spelled> {
  return fc.tuple(spelledMoment(nanos), fc.boolean()).map(([{ nanos: at, text }, bare]) => {
    const time = text.slice(text.indexOf('T') + 1);
    return { nanos: at, text: bare ? time.replace(/(Z|[+-]00:00)$/, '') : time };
  });
}

/** Returns a day in every spelling. Its nanoseconds are those of its beginning. */
export function spelledDay(day: fc.Arbitrary<number>): fc.Arbitrary<Spelled> {
  return fc.tuple(day, fc.option(offset)).map(([number, zone]) => {
    const [text, seconds] = zone ?? ['', 0];
    const begin = BigInt(number) * 86_400n - BigInt(seconds);
    return { nanos: begin * SECOND, text: printDay(new Date(number * 86_400_000)) + text };
  });
}

const aroundNoon = BigInt(Date.UTC(2026, 10, 29, 12)) * 1_000_000n;
/** Moments of some seconds, many of them equal and others a nanosecond apart. */
export const closeMoment = fc
  .tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom(0n, 1n, 500_000n, 722_000_000n, 722_000_001n, 999_999_999n),
  )
  .map(([second, nanos]) => aroundNoon + BigInt(second) * SECOND + nanos);
/** Moments of all years that an AWSDateTime can have. */
export const anyMoment = fc.oneof(
  closeMoment,
  fc
    .integer({ min: Date.UTC(-9999, 1), max: Date.UTC(9999, 11) })
    .map((millisecond) => BigInt(millisecond) * 1_000_000n),
);
