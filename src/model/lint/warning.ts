import type { Problem } from '../problem.ts';

/** Every code that looking for weak places can give. */
export type LintCode =
  | 'dead-rule'
  | 'hot-index'
  | 'open-secret'
  | 'partial-relation'
  | 'redundant-index'
  | 'superfluous-rule'
  | 'superfluous-unique'
  | 'unindexed-reference'
  | 'unused-operation'
  | 'unused-type';

/** A weak place of a schema that is sound: what it is, and what to do. */
export function warning(code: LintCode, message: string, hint: string): Problem {
  return { severity: 'warning', code, message, hint };
}
