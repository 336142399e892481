import type { GraphQLFormattedError } from 'graphql';

import { pointerOf } from '../reading/check-input.ts';
import type { Mistake } from '../rest-error.ts';
import type { MistakesOf } from '../settle.ts';

interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}

/** Reads the mistakes of a batch. The engine may not say in which item a mistake is. */
export const mistakesInItems: MistakesOf = (error) =>
  mistakesIn(['input'])(error).map((mistake) => {
    const { pointer = '' } = mistake;
    return { ...mistake, pointer: /^\/\d+(\/|$)/.test(pointer) ? `/items${pointer}` : '/items' };
  });

/**
 * Returns what reads the mistakes of an error: `errorInfo.fields` of the engine.
 * @param body the path of the input that is the whole body
 */
export function mistakesIn(body: readonly string[]): MistakesOf {
  return ({ extensions }: GraphQLFormattedError): readonly Mistake[] => {
    const info = extensions?.['errorInfo'] as
      { readonly fields?: readonly FieldProblem[] } | null | undefined;
    return (info?.fields ?? []).map(({ path, rule, message }) => {
      const isInBody = body.every((part, place) => path[place] === part);
      return { pointer: pointerOf(isInBody ? path.slice(body.length) : path), rule, detail: message };
    });
  };
}
