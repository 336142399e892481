import {
  isNonNullType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';

import { newAnswer, type Answer } from './answer.ts';
import { isPromise, located, type Path, type Run } from './run.ts';
import { awaited, Slot, Unfinished } from './wave.ts';

/** The place of a field in a document and in the schema. */
export interface Site {
  /** The name in the answer. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** A selected field of an object type. */
export interface PlannedField extends Pick<Site, 'key'> {
  /** Returns the value of the field in the answer, a promise of it, or its slot in a wave. Throws the error that makes the object null. */
  readonly execute: (run: Run, source: unknown, path: Path | undefined) => unknown;
}

/** The selected fields of an object type. */
export interface ObjectPlan {
  readonly fields: readonly PlannedField[];
}

/** Completes a resolved value, as graphql-js does: to the value in the answer, a promise of it, or an unfinished answer. */
export type Complete = (run: Run, value: unknown, path: Path) => unknown;

/** Executes the fields of one object, in the order and with the awaits of graphql-js. */
export function executeFields(
  run: Run,
  { fields }: ObjectPlan,
  source: unknown,
  path: Path | undefined,
): Answer | Promise<Answer> | Unfinished {
  const answer = newAnswer();
  let waits = false;
  let slots: [Slot, ...Slot[]] | null = null;
  try {
    for (const field of fields) {
      const value = field.execute(run, source, path);
      answer[field.key] = value;
      if (value instanceof Slot) {
        if (slots) slots.push(value);
        else slots = [value];
      } else if (isPromise(value)) waits = true;
    }
  } catch (error) {
    if (!waits && !slots) throw error;
    // The other fields end before the error is reported, and their errors are handled.
    return awaited(answer, slots ?? []).finally(() => {
      throw error;
    });
  }
  if (waits) return awaited(answer, slots ?? []);
  return slots ? new Unfinished(answer, slots) : answer;
}

/** Executes the fields of a mutation, one after the other. */
export function executeSerially(run: Run, { fields }: ObjectPlan, source: unknown): Answer | Promise<Answer> {
  const answer = newAnswer();
  const step = (field: PlannedField): Answer | Promise<Answer> => {
    const value = field.execute(run, source, undefined);
    if (isPromise(value))
      return value.then((done) => {
        answer[field.key] = done;
        return answer;
      });
    answer[field.key] = value;
    return answer;
  };
  let done: Answer | Promise<Answer> = answer;
  for (const field of fields) done = isPromise(done) ? done.then(() => step(field)) : step(field);
  return done;
}

/**
 * Returns what handles the error of a field or of a member of its list. It returns null and keeps the error, or throws it where
 * the type takes no null.
 */
export function failing(
  { nodes }: Site,
  type: GraphQLOutputType,
): (run: Run, raw: unknown, path: Path) => null {
  const isRequired = isNonNullType(type);
  return (run, raw, path) => {
    const error = located(raw, nodes, path);
    if (isRequired) throw error;
    run.errors.add(error, path);
    return null;
  };
}
