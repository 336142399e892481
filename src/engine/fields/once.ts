import { setTimeout } from 'node:timers/promises';

import { getArgumentValues, type GraphQLResolveInfo } from 'graphql';

import { hashSecret, IDEMPOTENCY_HEADER, isRefusal, Refusal, refusals } from '../../tenant/index.ts';
import type { RefusalCode } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import {
  AlreadyAnswered,
  answered,
  canonical,
  IdempotentField,
  type AnswerPlace,
  type Answers,
  type Idempotency,
  type Kept,
  type KeptAnswer,
} from '../../store/port/index.ts';

import { AppRefusal } from '../app-refusal.ts';
import type { Context } from '../context.ts';
import { fieldsIn } from './permit-selection.ts';

/** A root field of a mutation, as it runs and as it is replayed. */
export interface Once<Answer> {
  /** The table of its writes. */
  readonly place: AnswerPlace;
  /**
   * True for code that may write several times. What is kept is then read before it runs, and the answer is kept after it
   * has run. Otherwise the first write keeps the answer.
   */
  readonly isStepwise: boolean;
  readonly run: () => Answer | Promise<Answer>;
  /** Returns the answer that an earlier request kept. May throw if the caller may not get it any more. */
  readonly replay: (kept: Json) => Answer;
}

/** Refusals that can be the effect of an earlier request with the same key. */
const EFFECTS: readonly RefusalCode[] = [
  ...(['NOT_FOUND', 'ALREADY_EXISTS', 'CONDITION_FAILED', 'NOT_UNIQUE', 'DANGLING_REFERENCE'] as const),
  ...(['STILL_REFERENCED', 'VERSION_CONFLICT', 'CONFLICT', 'QUOTA_EXCEEDED', 'LAST_OWNER'] as const),
];

/**
 * Runs a root field of a mutation. If the request has an idempotency key, the field has its effect once: an earlier request's
 * answer is returned in place of it.
 * @throws {Refusal} IDEMPOTENCY_KEY_REUSED if the key came with another request, CONFLICT if an earlier one still runs, or
 * was cut off
 */
export async function once<Answer>(
  { idempotency }: Pick<Context, 'idempotency'>,
  info: GraphQLResolveInfo,
  field: Once<Answer>,
): Promise<Answer> {
  const answers = idempotency?.answersIn(field.place);
  if (!idempotency || !answers) return field.run();
  const running = begin(idempotency, info, field.isStepwise);
  idempotency.running = running;
  const attempt = { idempotency, running, answers, name: String(info.path.key), field };
  try {
    return await (field.isStepwise ? runInSteps(attempt) : runAtOnce(attempt));
  } catch (error) {
    throw isUnknown(error) && !running.hasWritten ? unknown() : error;
  } finally {
    idempotency.running = null;
  }
}

interface Attempt<Answer> {
  readonly idempotency: Idempotency;
  readonly running: IdempotentField;
  readonly answers: Answers;
  /** The name of the field in the answer. */
  readonly name: string;
  readonly field: Once<Answer>;
}

async function runAtOnce<Answer>(attempt: Attempt<Answer>): Promise<Answer> {
  const { running, field } = attempt;
  try {
    return await field.run();
  } catch (error) {
    if (running.hasWritten || !(running.isAnswered || isEffect(error, field.place))) throw error;
    const earlier = await earlierOf(attempt);
    if (earlier) return replayed(attempt, earlier);
    throw error instanceof AlreadyAnswered ? inProgress(1) : error;
  }
}

async function runInSteps<Answer>(attempt: Attempt<Answer>): Promise<Answer> {
  const { running, answers, field } = attempt;
  const before = await answers.read(running);
  if (before) return replayed(attempt, await whenEnded(attempt, before));
  const ended = await settled(field.run);
  if (running.isAnswered) {
    const earlier = await earlierOf(attempt);
    if (!earlier) throw inProgress(1);
    return replayed(attempt, await whenEnded(attempt, earlier));
  }
  if (running.hasWritten) {
    const kept = 'error' in ended ? failureOf(ended.error) : answered(ended.answer);
    // The answer itself is not lost. A repeat then learns that the outcome is unknown.
    await answers.replace(running, kept).catch(() => undefined);
  }
  if ('error' in ended) throw ended.error;
  return ended.answer;
}

/** Looks at a resolver that is still running, before a repeat is refused. They take about two seconds. */
const LOOKS = 10;
/** Milliseconds between two looks, on average. */
const LOOK_EVERY = 200;

/** Returns what an earlier request keeps, a little later if its resolver is still running. */
async function whenEnded<Answer>(
  { idempotency, running, answers }: Attempt<Answer>,
  earlier: KeptAnswer,
): Promise<KeptAnswer> {
  let found = earlier;
  for (let look = 1; look <= LOOKS; look += 1) {
    const { kept, fingerprint } = found;
    const isRunning = kept.is === 'BEGUN' && kept.until > idempotency.now();
    if (!isRunning || fingerprint !== running.fingerprint) break;
    await setTimeout(LOOK_EVERY * (0.5 + Math.random()));
    found = (await answers.read(running)) ?? found;
  }
  return found;
}

async function settled<Answer>(
  run: () => Answer | Promise<Answer>,
): Promise<{ readonly answer: Answer } | { readonly error: unknown }> {
  try {
    return { answer: await run() };
  } catch (error) {
    return { error };
  }
}

function begin(idempotency: Idempotency, info: GraphQLResolveInfo, isStepwise: boolean): IdempotentField {
  if (idempotency.isReused) throw reusedKey();
  const fields = rootFieldsOf(info);
  idempotency.fingerprint ??= hashSecret(canonical([...fields]));
  const at = [...fields.keys()].indexOf(String(info.path.key));
  return new IdempotentField(idempotency.id, { at, fingerprint: idempotency.fingerprint, isStepwise });
}

/** Returns the name and the arguments of each root field of the operation, by its name in the answer. */
function rootFieldsOf(info: GraphQLResolveInfo): ReadonlyMap<string, Json> {
  const defined = info.parentType.getFields();
  return new Map(
    fieldsIn(info.operation.selectionSet, info).map((node) => {
      const { name, alias } = node;
      const field = defined[name.value];
      const args = (field ? getArgumentValues(field, node, info.variableValues) : {}) as Json;
      return [alias?.value ?? name.value, [name.value, args]];
    }),
  );
}

async function earlierOf<Answer>({ running, answers }: Attempt<Answer>): Promise<KeptAnswer | null> {
  return running.earlier ?? answers.read(running);
}

function isEffect(error: unknown, place: AnswerPlace): boolean {
  if (!isRefusal(error)) return false;
  // A row that is not there is refused like one that the rules hide. The rules are checked again before a replay.
  return EFFECTS.includes(error.code) || (place === 'rows' && error.code === 'FORBIDDEN');
}

function replayed<Answer>(
  { idempotency, running, name, field }: Attempt<Answer>,
  { fingerprint, kept }: KeptAnswer,
): Answer {
  if (fingerprint !== running.fingerprint) {
    idempotency.isReused = true;
    throw reusedKey();
  }
  if (kept.is !== 'DONE') throw refusalOf(kept, name, idempotency.now());
  const answer = field.replay(kept.value);
  idempotency.replayed.push(name);
  return answer;
}

function refusalOf(kept: Exclude<Kept, { is: 'DONE' }>, name: string, now: number): Error {
  switch (kept.is) {
    case 'OMITTED':
      return new Refusal(
        'ANSWER_TOO_LARGE',
        'An earlier request with this key made the change, and its answer is not kept: read the rows.',
        { written: [name] },
      );
    case 'BEGUN':
      return kept.until > now ? inProgress(Math.ceil((kept.until - now) / 1000)) : cutOff();
    case 'FAILED':
      return cutOff();
    case 'REFUSED': {
      const { code, message } = kept;
      return isRefusalCode(code) ? new Refusal(code, message) : new AppRefusal(message, code);
    }
    default:
      return kept satisfies never;
  }
}

/** Returns what is kept of a resolver that wrote and then threw. */
function failureOf(error: unknown): Kept {
  if (!(error instanceof AppRefusal || isRefusal(error))) return { is: 'FAILED' };
  const { code, retryable, outcome } = error.extensions;
  // A kept refusal that is retryable would invite repeats that can never succeed: the resolver runs only once.
  if (retryable === true || outcome !== undefined) return { is: 'FAILED' };
  return { is: 'REFUSED', code: String(code), message: error.message };
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

function isUnknown(error: unknown): boolean {
  return isRefusal(error) && error.extensions['outcome'] === 'UNKNOWN' && error.code === 'TIMEOUT';
}

/** Returns the refusal of a key that came with another request before. */
export function reusedKey(): Refusal {
  return new Refusal(
    'IDEMPOTENCY_KEY_REUSED',
    `The header "${IDEMPOTENCY_HEADER}" came with another mutation or other arguments before: use a new key.`,
  );
}

function inProgress(retryAfter: number): Refusal {
  return new Refusal(
    'CONFLICT',
    `An earlier request with this "${IDEMPOTENCY_HEADER}" is still running: repeat the request a little later.`,
    { retryAfter },
  );
}

function cutOff(): Refusal {
  return new Refusal(
    'CONFLICT',
    `An earlier request with this "${IDEMPOTENCY_HEADER}" was cut off after it had begun to write: read the rows.`,
    { outcome: 'UNKNOWN' },
  );
}

function unknown(): Refusal {
  return new Refusal(
    'TIMEOUT',
    `The database did not answer in time, and the change may have been made: repeat the request with the same "${IDEMPOTENCY_HEADER}".`,
    { outcome: 'UNKNOWN' },
  );
}
