import type { LimitName, Limits } from './plan.ts';

/** What one request may do at most, whatever the plan. */
export interface Ceilings {
  /** Rows and pages that its fields have as values. */
  readonly objects: number;
  /** Lists and counts of the database, one each and five with a filter; and writes, two each. */
  readonly calls: number;
  /** Fields that are resolved. They are the measure of CPU time: a machine resolves some 300,000 a second. */
  readonly fields: number;
  /** Bytes of the answer. */
  readonly bytes: number;
}

/**
 * The ceilings of every plan. A plan may set lower ones. `npm run bench:attacks` measures that no request
 * within them takes 300 times as long as a normal one.
 */
export const CEILINGS: Ceilings = { objects: 15_000, calls: 500, fields: 150_000, bytes: 6_000_000 };

/** Maximum read capacity units of one request: 60 MB, which are a page and two counts of the largest size. */
export const MAX_CAPACITY = 7_500;

const NAMES = {
  maxObjects: 'objects',
  maxCalls: 'calls',
  maxFields: 'fields',
  maxAnswerBytes: 'bytes',
} as const satisfies Partial<Record<LimitName, keyof Ceilings>>;

/** The limits of a plan that are ceilings of one request. */
export const CEILING_NAMES = Object.keys(NAMES) as (keyof typeof NAMES)[];

/** Returns the highest value that a plan may give a limit. */
export function mostOf(name: LimitName): number {
  return name in NAMES ? CEILINGS[NAMES[name as keyof typeof NAMES]] : Infinity;
}

/** Returns the ceilings of a plan. An override of a tenant raises none above those of every plan. */
export function ceilingsOf(limits: Limits): Ceilings {
  const atMost = (name: keyof typeof NAMES): number => Math.min(mostOf(name), limits[name] ?? Infinity);
  return {
    objects: atMost('maxObjects'),
    calls: atMost('maxCalls'),
    fields: atMost('maxFields'),
    bytes: atMost('maxAnswerBytes'),
  };
}
