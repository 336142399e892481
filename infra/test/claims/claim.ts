import { ofType, type Resource, type Template } from '../synthesise.ts';

/** What must hold of every template, and cdk-nag does not see: it answers what is wrong with one. */
export interface Claim {
  readonly title: string;
  /** It is said of stages that keep their data alone. */
  readonly ofKept?: true;
  readonly faults: (template: Template) => string[];
  /** Breaks a template in which all options are on, so that the claim no longer holds. */
  readonly breakIt: (template: Template) => void;
}

export interface Statement {
  readonly Effect: string;
  Action: string | string[];
  readonly Principal?: unknown;
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>> | undefined;
}

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The first resource of a type whose logical id matches. */
export function first(template: Template, type: string, id = /./): Resource {
  const found = ofType(template, type).find(([name]) => id.test(name));
  if (!found) throw new Error(`There is no ${type}.`);
  return found[1];
}

export interface Policy {
  /** It stands beside its roles, where CDK puts what is too long for them. */
  readonly managed: boolean;
  /** The logical ids of its roles, as text. */
  readonly role: string;
  readonly statements: Statement[];
}

/** The policies of roles; of some roles alone when `role` is given. */
export function policies(template: Template, role = /./): Policy[] {
  return [...ofType(template, 'AWS::IAM::Policy'), ...ofType(template, 'AWS::IAM::ManagedPolicy')]
    .map(([, { Type, Properties }]) => ({
      managed: Type === 'AWS::IAM::ManagedPolicy',
      role: JSON.stringify(Properties['Roles']),
      statements: (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
    }))
    .filter((policy) => role.test(policy.role));
}

/** The statements of the first policy of a role. */
export function statementsOf(template: Template, role: RegExp): Statement[] {
  const [policy] = policies(template, role);
  if (!policy) throw new Error(`No policy is attached to ${String(role)}.`);
  return policy.statements;
}

/** Who may assume a role, and when. */
export function trustOf({ Properties }: Resource): Statement[] {
  return (Properties['AssumeRolePolicyDocument'] as { Statement: Statement[] }).Statement;
}

/** Whether something mentions a name, at any depth. */
export function names(value: unknown, what: string): boolean {
  return JSON.stringify(value ?? '').includes(what);
}

export function same(value: unknown, json: string): boolean {
  return JSON.stringify(value) === json;
}
