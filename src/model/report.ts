import type { ASTNode } from 'graphql';

import type { Place, Problem } from './problem.ts';

/** Every code of a problem in a schema. Codes that begin with `unsupported-` name what Amplify knows and we refuse. */
export type ProblemCode =
  | 'ambiguous-relation'
  | 'auth-argument'
  | 'auth-field'
  | 'auth-operations'
  | 'auth-place'
  | 'dead-timestamp'
  | 'duplicate-directive'
  | 'duplicate-name'
  | 'empty-schema'
  | 'empty-type'
  | 'invalid-argument'
  | 'invalid-default'
  | 'invalid-feature'
  | 'invalid-file'
  | 'invalid-index'
  | 'invalid-key'
  | 'invalid-name'
  | 'invalid-permission'
  | 'invalid-relation'
  | 'invalid-subscription'
  | 'invalid-type'
  | 'invalid-unique'
  | 'invalid-validation'
  | 'invalid-version'
  | 'invalid-webhook'
  | 'misplaced-directive'
  | 'name-collision'
  | 'no-auth'
  | 'one-sided-relation'
  | 'reserved-name'
  | 'suspicious-owner'
  | 'syntax'
  | 'unknown-argument'
  | 'unknown-directive'
  | 'unknown-field'
  | 'unknown-index'
  | 'unknown-model'
  | 'unknown-type'
  | 'unsupported-auth'
  | 'unsupported-definition'
  | 'unsupported-directive'
  | 'unsupported-projection'
  | 'unsupported-scalar'
  | 'unsupported-subscription';

/** What belongs to a problem: its place, what to write instead, and whether it only warns. */
export interface Remarks {
  readonly at?: ASTNode | Place | null | undefined;
  readonly hint?: string | undefined;
  readonly severity?: Problem['severity'];
}

/** A function that adds a problem, so that reading continues. */
export type Report = (code: ProblemCode, message: string, remarks?: Remarks) => void;

/** Returns an empty list of problems and the function that adds to it. */
export function collectProblems(): { readonly problems: readonly Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  return {
    problems,
    report: (code, message, { at, hint, severity = 'error' } = {}) => {
      const place = at && 'kind' in at ? placeOf(at) : at;
      problems.push({ severity, code, message, ...(hint ? { hint } : {}), ...(place ? { at: place } : {}) });
    },
  };
}

function placeOf(node: ASTNode): Place | undefined {
  if (!node.loc) return undefined;
  const { startToken, source } = node.loc;
  return { file: source.name, line: startToken.line, column: startToken.column };
}
