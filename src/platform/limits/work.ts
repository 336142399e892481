import { GraphQLError } from 'graphql';

import { Refusal } from '../../tenant/index.ts';
import type { Consumed } from '../../store/index.ts';

import { MAX_CAPACITY, type Ceilings } from '../plans/ceilings.ts';

/** Bytes that the answer needs for a field in addition to its name and its value, and for an error. */
const FIELD_BYTES = 6;
const ERROR_BYTES = 400;
/** Number of fields between two looks at the clock. */
const CLOCK_EVERY = 512;

/**
 * The work of one request: what its resolvers have done so far. It ends the request when it reaches a ceiling
 * or the deadline. That also ends work without calls, such as rows that are served from memory.
 */
export class Work {
  /** Points of cost, as the limits count them. */
  points = 0;
  /** Number of resolvers that have begun and not ended. */
  pending = 0;
  /** Why the request ends, or null. */
  over: Refusal | null = null;
  /** The estimated bytes of the answer. */
  bytes = 0;
  readonly ceilings: Ceilings;
  /** The names in the answer of the mutations that are done. */
  readonly written: string[] = [];
  /** The number of calls that have changed data. */
  changes = 0;
  /** The names in the answer of the mutations that failed after they had changed data. */
  readonly cutOff: string[] = [];
  readonly #expires: number;
  /** The error of every field that `over` ends. */
  #ended: GraphQLError | null = null;
  #objects = 0;
  #calls = 0;
  #fields = 0;

  /** @param expires when the request must end, as `performance.now()` counts */
  constructor(ceilings: Ceilings, expires: number) {
    this.ceilings = ceilings;
    this.#expires = expires;
  }

  /**
   * Counts a field before it is resolved.
   * @throws {Refusal} if the request ends
   */
  beginField(key: string | number, points: number, calls: number): void {
    if (this.#ended) throw this.#ended;
    this.#fields += 1;
    this.#calls += calls;
    this.points += points;
    this.addBytes(String(key).length + FIELD_BYTES);
    const { fields, calls: mostCalls } = this.ceilings;
    if (this.#fields > fields) this.#end(tooMuch(`resolves more than ${fields} fields`));
    if (this.#calls > mostCalls) this.#end(tooMuch(`makes more than ${mostCalls} lists, counts and writes`));
    if (this.#fields % CLOCK_EVERY === 0 && performance.now() > this.#expires) this.#end(outOfTime());
  }

  /**
   * Counts rows or pages that a field has as its value, before their fields are resolved.
   * @param fieldsOfEach the number of fields that the document selects of each
   */
  addObjects(count: number, points: number, fieldsOfEach: number): void {
    if (this.#ended) throw this.#ended;
    this.#objects += count;
    this.points += points;
    const { objects, fields } = this.ceilings;
    if (this.#fields + count * fieldsOfEach > fields)
      this.#end(tooMuch(`resolves more than ${fields} fields`));
    if (this.#objects > objects) this.#end(tooMuch(`asks for more than ${objects} rows and pages`));
  }

  addBytes(bytes: number): void {
    if (this.#ended) return;
    this.bytes += bytes;
    if (this.bytes > this.ceilings.bytes) this.#end(tooLarge());
  }

  /** Counts a field that failed. */
  addError(): void {
    if (!this.over) this.addBytes(ERROR_BYTES);
  }

  /**
   * Requires that the request may read on.
   * @throws {Refusal} if it has read too much
   */
  requireRead({ rcu }: Consumed): void {
    if (this.over) throw this.over;
    if (rcu > MAX_CAPACITY) this.#end(tooMuch(`reads more than ${(MAX_CAPACITY * 8) / 1000} MB of rows`));
  }

  /** Ends the request because the answer is larger than a Lambda function may send. */
  refuseAnswer(): Refusal {
    return this.#endWith(tooLarge());
  }

  /** Ends a request that began before its charge was refused. */
  refuse(refusal: Refusal): void {
    if (!this.over) this.#endWith(refusal);
  }

  /** Ends what is still running, because the answer is complete. */
  endAnswered(): void {
    if (this.over) return;
    this.over = ANSWERED;
    this.#ended = ANSWERED_FIELD;
  }

  #end(refusal: Refusal): never {
    if (this.#ended) throw this.#ended;
    this.#endWith(refusal);
    throw refusal;
  }

  #endWith(refusal: Refusal): Refusal {
    this.#ended = endedBy(refusal);
    return (this.over = refusal);
  }
}

/** Returns the error of every field that a refusal ends. */
function endedBy(refusal: Refusal): GraphQLError {
  const { message, extensions } = refusal;
  // graphql-js makes no new error of one that has a path, and thousands of fields may end with this one.
  return new GraphQLError(message, { originalError: refusal, extensions, path: [] });
}

function tooMuch(what: string): Refusal {
  const message = `This request ${what}: ask for fewer rows, or for less of each.`;
  return new Refusal('QUOTA_EXCEEDED', message, { wholeRequest: true });
}

function tooLarge(): Refusal {
  const message = 'The answer is larger than the API may send: ask for fewer rows, or for less of each.';
  return new Refusal('ANSWER_TOO_LARGE', message, { wholeRequest: true });
}

function outOfTime(): Refusal {
  return new Refusal('TIMEOUT', 'The request took too long: ask for less.', { wholeRequest: true });
}

/** What ends fields that run on after the answer. No answer has it, so that all requests share it. */
const ANSWERED = outOfTime();
const ANSWERED_FIELD = endedBy(ANSWERED);
