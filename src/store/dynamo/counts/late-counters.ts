import type { ModelType } from '../../../model/index.ts';
import { boundedMap, Refusal, type Scope } from '../../../tenant/index.ts';
import { placeholders } from '../commands/expression.ts';
import { backOff } from '../driver/backoff.ts';
import { ConditionFailed, type Send } from '../driver/send.ts';
import { lateCountKey, PK } from '../keys/keys.ts';
import {
  attributesOf,
  countChanges,
  countedAnew,
  lateCounterOf,
  NEW_COUNTER,
  VERSION,
  type CountedChange,
  type LateCounter,
} from './late-counter.ts';
import { readCounter } from './read-total.ts';

/** Maximum number of counters that a process remembers. */
const MAX_COUNTERS = 2_000;
/** Maximum attempts while other processes count rows of the same type. */
const MAX_ATTEMPTS = 20;

/** The counters that the consumer of changes keeps. */
export interface LateCounters {
  /**
   * Counts rows of a type that were created or deleted. What is counted already changes nothing.
   * @throws {Refusal} CONFLICT if other processes write the counter each time
   */
  count(
    scope: Scope,
    type: ModelType,
    changes: readonly CountedChange[],
    options: { readonly send: Send; readonly deadline?: AbortSignal },
  ): Promise<void>;
}

/**
 * Opens the counters of a process. It remembers each as it wrote it, so one write per batch is usually all. The write is on
 * the condition that the counter is as remembered; if not, DynamoDB answers with the counter as it is.
 */
export function openLateCounters(now: () => number): LateCounters {
  const known = boundedMap<string, LateCounter>(MAX_COUNTERS);

  return {
    async count({ tenantId }, type, changes, { send, deadline }) {
      const key = `${tenantId} ${type.name}`;
      let counter = known.get(key) ?? (await startOf());
      for (let attempts = 1; ; attempts++) {
        const next = countChanges(counter, changes, now());
        if (!next) return;
        try {
          await send(putCounter(counter, next), { signal: deadline });
          known.set(key, next);
          return;
        } catch (error) {
          known.delete(key);
          if (!(error instanceof ConditionFailed)) throw error;
          counter = error.item ? lateCounterOf(error.item) : await startOf();
        }
        known.set(key, counter);
        if (attempts >= MAX_ATTEMPTS) throw countedByOthers(type);
        await backOff(attempts, deadline);
      }

      async function startOf(): Promise<LateCounter> {
        const { exact, late } = await readCounter(tenantId, type, send, { consistent: true });
        // The rows that an earlier schema counted exactly are counted by schema:apply.
        return late ?? { ...NEW_COUNTER, isPartial: exact !== null };
      }

      function putCounter(from: LateCounter, to: LateCounter): Parameters<Send>[0] {
        return replaceCounter(tenantId, type, from, to);
      }
    },
  };
}

/**
 * Sets the counter of a type to its rows at the end of a second since 1970. One that was counted anew since stays, and a type without
 * rows and counter gets none.
 * @throws {Refusal} CONFLICT if other processes write the counter each time
 */
export async function setCount(
  tenant: Scope['tenantId'],
  type: ModelType,
  { rows, second }: { readonly rows: number; readonly second: number },
  send: Send,
): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    const { late } = await readCounter(tenant, type, send, { consistent: true });
    if (late ? late.since >= second : rows === 0) return;
    try {
      await send(replaceCounter(tenant, type, late ?? NEW_COUNTER, countedAnew(rows, second)));
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
    if (attempts >= MAX_ATTEMPTS) throw countedByOthers(type);
    await backOff(attempts, undefined);
  }
}

function countedByOthers({ name }: ModelType): Refusal<'CONFLICT'> {
  return new Refusal('CONFLICT', `Other processes count the rows of "${name}".`);
}

/** Replaces a counter, if it is as it was read. */
export function replaceCounter(
  tenant: Scope['tenantId'],
  type: ModelType,
  from: LateCounter,
  to: LateCounter,
): Parameters<Send>[0] {
  const expression = placeholders();
  const ConditionExpression =
    from.version === ''
      ? `attribute_not_exists(${expression.name(PK)})`
      : `${expression.name(VERSION)} = ${expression.value(from.version)}`;
  return {
    name: 'PutItem',
    input: {
      Item: { ...lateCountKey(tenant, type), ...attributesOf(to) },
      ConditionExpression,
      ...expression.placeheld(ConditionExpression),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
