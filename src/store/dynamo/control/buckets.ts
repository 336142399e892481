import { placeholders, type Placeholders } from '../commands/expression.ts';
import { ConditionFailed, type Item, type Send } from '../driver/send.ts';
import { itemKey } from './items.ts';
import { forgetOld, isMarked, markStep, marksOf, type Mark, type Marks, type Step } from './marks.ts';

/**
 * The use of a tenant's limits: two token buckets and the month's sums. A bucket is stored as the time when
 * it will be full (the generic cell rate algorithm, ITU-T I.371). Taking tokens moves that time into the
 * future, so no write is needed to refill it.
 */
export interface BucketState {
  /** Milliseconds since 1970 at which each bucket is, or was, full. */
  readonly requestsFull: number;
  readonly costFull: number;
  /** The month that the sums are of, as `2026-11`; months are those of UTC. */
  readonly month: string;
  readonly monthRequests: number;
  readonly monthCost: number;
  /** The last move of each process. */
  readonly marks?: Marks;
}

/** Tokens to take or return, and amounts to add to the month's sums. */
export interface BucketMove {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Null leaves a bucket alone. */
  readonly requests: Taking | null;
  readonly cost: Taking | null;
  readonly month: string;
  readonly monthRequests: number;
  readonly monthCost: number;
  /** Names the move, so that a repeat of it changes nothing. Without it, a repeat moves again. */
  readonly mark?: Mark;
}

/** A change of one bucket, in milliseconds of refilling. */
export interface Taking {
  /** Negative to give back. */
  readonly amount: number;
  /**
   * What `amount` gives back. If the bucket has no room for all of it, the bucket is full first, and then gives
   * `amount`.
   */
  readonly back?: number;
  /** How long an empty bucket takes to be full; no more is taken than it holds. */
  readonly span: number;
}

/** The buckets of tenants in the control table. */
export interface Buckets {
  /** The state that was last written; one that was never touched is full. */
  read(tenantId: string): Promise<BucketState>;
  /**
   * Changes both buckets and the month in one write, or nothing if a bucket has too few tokens. `believed` is
   * the state that the caller last saw. If it is outdated, the write changes nothing and returns the current
   * state. A move that was made already, by its mark, changes nothing and counts as moved.
   */
  move(
    tenantId: string,
    move: BucketMove,
    believed: BucketState,
    signal?: AbortSignal,
  ): Promise<{ readonly moved: boolean; readonly state: BucketState }>;
}

export const UNTOUCHED: BucketState = {
  requestsFull: 0,
  costFull: 0,
  month: '',
  monthRequests: 0,
  monthCost: 0,
};

/** Opens the buckets in the control table. */
export function openBuckets(send: Send): Buckets {
  return {
    async read(tenantId) {
      const { Item } = await send({ name: 'GetItem', input: { Key: keyOf(tenantId), ConsistentRead: true } });
      return stateOf(Item ?? null);
    },

    async move(tenantId, move, believed, signal) {
      const expression = placeholders();
      const steps = [
        ...bucketSteps(expression, 'requestsFull', move.requests, move.now, believed),
        ...bucketSteps(expression, 'costFull', move.cost, move.now, believed),
        monthStep(expression, move, believed),
        ...(move.mark ? [markStep(expression, move.mark)] : []),
      ];
      const UpdateExpression = `SET ${steps.map(({ set }) => set).join(', ')}`;
      const ConditionExpression = steps.map(({ when }) => `(${when})`).join(' AND ');
      try {
        const { Attributes } = await send(
          {
            name: 'UpdateItem',
            input: {
              Key: keyOf(tenantId),
              UpdateExpression,
              ConditionExpression,
              ...expression.placeheld(UpdateExpression, ConditionExpression),
              ReturnValues: 'ALL_NEW',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          { signal },
        );
        const state = stateOf(Attributes ?? null);
        await forgetOld(send, keyOf(tenantId), state.marks, move.now, signal);
        return { moved: true, state };
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error;
        const state = stateOf(error.item);
        return { moved: move.mark !== undefined && isMarked(state.marks, move.mark), state };
      }
    },
  };
}

/**
 * Returns the change of a bucket. An update cannot take the later of two times, so its condition contains the
 * one that the caller believes.
 */
function bucketSteps(
  expression: Placeholders,
  field: 'requestsFull' | 'costFull',
  taking: Taking | null,
  now: number,
  believed: BucketState,
): Step[] {
  if (!taking) return [];
  const { amount, span, back = 0 } = taking;
  const name = expression.name(field);
  const fullWith = expression.value(now + back);
  if (believed[field] <= now || believed[field] < now + back) {
    const set = `${name} = ${expression.value(now + Math.max(0, amount))}`;
    return [{ set, when: `attribute_not_exists(${name}) OR ${name} <= ${fullWith}` }];
  }
  const set = `${name} = ${name} + ${expression.value(amount)}`;
  const holdsEnough = ` AND ${name} <= ${expression.value(now + span - amount)}`;
  const hasRoom = back > 0 ? `${name} >= ${fullWith}` : `${name} > ${fullWith}`;
  return [{ set, when: `${hasRoom}${amount > 0 ? holdsEnough : ''}` }];
}

/** Returns the change of the month's sums. A month begins with its first write. */
function monthStep(
  expression: Placeholders,
  { month, monthRequests, monthCost }: BucketMove,
  believed: BucketState,
): Step {
  const name = expression.name('month');
  const value = expression.value(month);
  const begun = believed.month === month;
  const sums = Object.entries({ monthRequests, monthCost }).map(([field, amount]) => {
    const sum = expression.name(field);
    return `${sum} = ${begun ? `${sum} + ` : ''}${expression.value(amount)}`;
  });
  return {
    set: [`${name} = ${value}`, ...sums].join(', '),
    when: begun ? `${name} = ${value}` : `attribute_not_exists(${name}) OR ${name} < ${value}`,
  };
}

/** Returns the key of a tenant's buckets: `LIMIT#acme`. Its prefix belongs to no list of records. */
function keyOf(tenantId: string): Item {
  return itemKey([`LIMIT#${tenantId}`, 'BUCKETS']);
}

function stateOf(item: Item | null): BucketState & { readonly marks: Marks } {
  const number = (field: keyof Omit<BucketState, 'marks'>): number => {
    const value = item?.[field];
    return typeof value === 'number' ? value : 0;
  };
  const month = item?.['month'];
  return {
    requestsFull: number('requestsFull'),
    costFull: number('costFull'),
    month: typeof month === 'string' ? month : '',
    monthRequests: number('monthRequests'),
    monthCost: number('monthCost'),
    marks: marksOf(item),
  };
}
