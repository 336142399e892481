import { contextValue, literalOf, matchPattern } from './match-pattern.ts';
import { listOf, type OneOrMore } from './policy.ts';

type Context = Readonly<Record<string, OneOrMore>>;
/** A comparison of one value of the request with one value of the policy. */
type Compare = (given: string, wanted: string, context: Context) => boolean;

const like: Compare = (given, wanted, context) => matchPattern(wanted, context, given);
const equals: Compare = (given, wanted, context) => literalOf(wanted, context) === given;
const sameCase: Compare = (given, wanted, context) =>
  literalOf(wanted, context)?.toLowerCase() === given.toLowerCase();
const numeric =
  (holds: (given: number, wanted: number) => boolean): Compare =>
  (given, wanted, context) =>
    holds(Number(given), Number(literalOf(wanted, context) ?? NaN));

/** The operators of our policies, and their negations. */
const operators: Readonly<Record<string, { readonly compare: Compare; readonly negated?: true }>> = {
  StringEquals: { compare: equals },
  StringNotEquals: { compare: equals, negated: true },
  StringEqualsIgnoreCase: { compare: sameCase },
  StringLike: { compare: like },
  StringNotLike: { compare: like, negated: true },
  ArnEquals: { compare: like },
  ArnLike: { compare: like },
  Bool: { compare: sameCase },
  NumericEquals: { compare: numeric((given, wanted) => given === wanted) },
  NumericLessThan: { compare: numeric((given, wanted) => given < wanted) },
  NumericLessThanEquals: { compare: numeric((given, wanted) => given <= wanted) },
  NumericGreaterThan: { compare: numeric((given, wanted) => given > wanted) },
  NumericGreaterThanEquals: { compare: numeric((given, wanted) => given >= wanted) },
};

/**
 * Returns whether a condition holds: `<set>:<operator>IfExists` on a key of the context (IAM User Guide,
 * "Condition operators" and "Multivalued context keys"). `ForAllValues` also holds if the key is absent, so
 * policies combine it with `Null`.
 */
export function holdsCondition(
  operator: string,
  key: string,
  wanted: readonly string[],
  context: Context,
): boolean {
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const given = listOf(contextValue(context, key));
  // A key without a value counts as absent.
  if (name === 'Null') return wanted.some((value) => (value === 'true') === (given.length === 0));
  const known = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!known) throw new Error(`The condition operator "${operator}" is not known here.`);
  const { compare, negated = false } = known;
  if (given.length === 0)
    return ifExists !== undefined || set === 'ForAllValues' || (negated && set === undefined);
  const holds = (value: string): boolean =>
    wanted.some((pattern) => compare(value, pattern, context)) !== negated;
  return set === 'ForAllValues' ? given.every(holds) : given.some(holds);
}
