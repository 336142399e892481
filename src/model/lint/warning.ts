import type { Problem } from '../problem.ts';

/** Every code that `lintModel` can report. */
export type LintCode =
  | 'absent-relation'
  | 'dead-rule'
  | 'deaf-webhook'
  | 'double-key'
  | 'hot-index'
  | 'missing-relation'
  | 'misspelt-role'
  | 'open-owner'
  | 'open-secret'
  | 'partial-relation'
  | 'redundant-index'
  | 'slow-pattern'
  | 'superfluous-rule'
  | 'superfluous-unique'
  | 'tenant-field'
  | 'textual-key'
  | 'unindexed-reference'
  | 'unknown-feature'
  | 'unused-operation'
  | 'unused-type';

/** Returns the warning about a weak place of a valid schema: what it is, and what to do. */
export function warning(code: LintCode, message: string, hint: string): Problem {
  return { severity: 'warning', code, message, hint };
}
