import { randomUUID } from 'node:crypto';

import type { Json } from '../../model/index.ts';
import { hashSecret } from '../../tenant/index.ts';

/** Milliseconds for which the answer to a mutation with an idempotency key is kept. */
const KEPT_FOR = 24 * 60 * 60 * 1000;

/** Milliseconds after which a mutation of a resolver that has not ended was cut off. API Gateway ends requests sooner. */
const LONGEST_RUN = 30_000;

/** Maximum bytes of a kept answer as JSON, so that a store can hold it as one item of 400 KB, also sealed. */
const MAX_ANSWER = 250_000;

/** What is known of a mutation with an idempotency key. */
export type Kept =
  /** It was carried out, and this is its answer. */
  | { readonly is: 'DONE'; readonly value: Json }
  /** It was carried out, and its answer is not kept. */
  | { readonly is: 'OMITTED' }
  /** A resolver has written and has not ended. After `until`, in milliseconds since 1970, it was cut off. */
  | { readonly is: 'BEGUN'; readonly until: number }
  /** A resolver wrote and then refused, or failed. */
  | { readonly is: 'REFUSED'; readonly code: string; readonly message: string }
  | { readonly is: 'FAILED' };

/** What is kept under a key: of which request, and by which attempt at it. */
export interface KeptAnswer {
  readonly fingerprint: string;
  readonly attempt: string;
  readonly kept: Kept;
}

/** An error for a write that did not happen, because an earlier request with the key made it. Nothing was changed. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered';

  constructor() {
    super('An earlier request with the same idempotency key made this write.');
  }
}

/** A root field of a mutation whose request has an idempotency key, while it runs. */
export class IdempotentField {
  /** The id of what is kept of the field: that of the request, and from the second field on its number. */
  readonly id: string;
  readonly fingerprint: string;
  readonly attempt = randomUUID();
  /** Whether several writes can belong to the field, so that the answer follows after the first. */
  readonly isStepwise: boolean;
  #earlier: KeptAnswer | null = null;
  #isAnswered = false;
  #hasWritten = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    request: string,
    given: { readonly at: number; readonly fingerprint: string; readonly isStepwise: boolean },
  ) {
    this.id = given.at === 0 ? request : `${request}.${given.at}`;
    this.fingerprint = given.fingerprint;
    this.isStepwise = given.isStepwise;
  }

  /** Whether a write of this field is done. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Whether a write of this field met what an earlier request keeps. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** What an earlier request keeps, once a write of this field met it. */
  get earlier(): KeptAnswer | null {
    return this.#earlier;
  }

  /** Records what an earlier request keeps. From then on the field writes nothing. Returns the error of the write. */
  meet(earlier: KeptAnswer | null): AlreadyAnswered {
    this.#isAnswered = true;
    this.#earlier = earlier;
    return new AlreadyAnswered();
  }

  /**
   * Runs a write. The first one must keep the answer in its transaction; others wait until it is done. A write that was
   * refused changed nothing, so the next one is then the first.
   * @throws {AlreadyAnswered} if an earlier request was answered
   */
  async carry<Result>(write: (keeps: boolean) => Promise<Result>): Promise<Result> {
    if (this.#hasWritten) return write(false);
    const before = this.#turn;
    let end = (): void => undefined;
    this.#turn = new Promise((resolve) => (end = resolve));
    await before;
    try {
      if (this.#isAnswered) throw new AlreadyAnswered();
      if (!this.hasWritten) {
        const result = await write(true);
        this.#hasWritten = true;
        return result;
      }
    } finally {
      end();
    }
    return write(false);
  }
}

/** The table of a mutation's writes, and so of its answer: the tenant's rows, or the records of the platform. */
export type AnswerPlace = 'rows' | 'records';

/** The answers of a request in one place. */
export interface Answers {
  /** Returns what is kept of a field, or null if there is nothing or it has expired. */
  read(field: IdempotentField): Promise<KeptAnswer | null>;
  /** Replaces what the field's own attempt has kept. */
  replace(field: IdempotentField, kept: Kept): Promise<void>;
}

/** The idempotency key of a request. */
export class Idempotency {
  /** SHA-256, as hex, of the caller and the key. */
  readonly id: string;
  readonly key: string;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Returns the answers that are kept by the side of rows, or of the platform's records. Null if this plane has none. */
  readonly answersIn: (place: AnswerPlace) => Answers | null;
  /** The root field that runs. GraphQL runs the root fields of a mutation one after the other. */
  running: IdempotentField | null = null;
  /** SHA-256, as hex, of all root fields with their arguments; null before the first runs. */
  fingerprint: string | null = null;
  /** Whether the key came with another request before, so that no field of this one may run. */
  isReused = false;
  /** The names in the answer of the fields that were answered before. */
  readonly replayed: string[] = [];

  constructor(caller: string, key: string, parts: Pick<Idempotency, 'now' | 'answersIn'>) {
    this.id = hashSecret(JSON.stringify([caller, key]));
    this.key = key;
    this.now = parts.now;
    this.answersIn = parts.answersIn;
  }

  /** Returns when an answer that is written now expires, in milliseconds since 1970. */
  expiry(): number {
    return this.now() + KEPT_FOR;
  }

  /** Returns what the first write of a field keeps. */
  firstOf(field: IdempotentField, value: unknown): Kept {
    return field.isStepwise ? { is: 'BEGUN', until: this.now() + LONGEST_RUN } : answered(value);
  }
}

/** Returns an answer to keep, unless it is too large or no JSON. */
export function answered(value: unknown): Kept {
  try {
    const text = JSON.stringify(value ?? null);
    if (Buffer.byteLength(text) <= MAX_ANSWER) return { is: 'DONE', value: JSON.parse(text) as Json };
  } catch {
    // A circular value or a BigInt. GraphQL may still be able to show a part of it.
  }
  return { is: 'OMITTED' };
}
