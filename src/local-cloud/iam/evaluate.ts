import { holdsCondition } from './conditions.ts';
import { matchPattern } from './match-pattern.ts';
import {
  listOf,
  type IamRequest,
  type OneOrMore,
  type PolicyDocument,
  type Statement,
  type Verdict,
} from './policy.ts';

/**
 * Judges a request by identity policies, as IAM does within one account. A denying statement wins, else an
 * allowing one; else the request is denied (IAM User Guide, "Policy evaluation logic").
 * @throws {Error} for an unknown operator, because a guess would make the verdict worthless
 */
export function evaluate(policies: readonly PolicyDocument[], request: IamRequest): Verdict {
  const statements = policies.flatMap(({ Statement }) => Statement);
  const effects = statements.filter((statement) => applies(statement, request)).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'explicitly denied';
  return effects.includes('Allow') ? 'allowed' : 'implicitly denied';
}

function applies(statement: Statement, request: IamRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  return (
    named(Action, NotAction, (value) => matchesAction(value, request.action)) &&
    named(Resource, NotResource, (value) => matchesResource(value, request)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holdsCondition(operator, key, listOf(values), request.context),
      ),
    )
  );
}

/** Matches an element or its `Not` form. A statement has one of the two. */
function named(
  values: OneOrMore | undefined,
  notValues: OneOrMore | undefined,
  matches: (value: string) => boolean,
): boolean {
  if (values !== undefined) return listOf(values).some(matches);
  return notValues !== undefined && !listOf(notValues).some(matches);
}

/** Matches an action, ignoring case. Actions contain no variables. */
function matchesAction(pattern: string, action: string): boolean {
  return matchPattern(pattern.toLowerCase(), {}, action.toLowerCase());
}

function matchesResource(pattern: string, { resource, context }: IamRequest): boolean {
  return matchPattern(pattern, context, resource);
}
