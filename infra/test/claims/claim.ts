import { ofType, type Resource, type Template } from '../synthesise.ts';

/** A rule for every template that cdk-nag does not have. */
export interface Claim {
  readonly title: string;
  /** The claim applies only to stages that keep their data. */
  readonly ofKept?: true;
  /** The claim applies only to stages with an address for alarms. */
  readonly ofWatched?: true;
  /** The claim applies only to stages whose tenants' API is a REST API. */
  readonly ofRest?: true;
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

/** Returns the first resource of a type whose logical id matches. */
export function first(template: Template, type: string, id = /./): Resource {
  const found = ofType(template, type).find(([name]) => id.test(name));
  if (!found) throw new Error(`There is no ${type}.`);
  return found[1];
}

/** Returns the first logical id that matches. */
export function named(template: Template, id: RegExp): string {
  const found = Object.keys(template.Resources).find((name) => id.test(name));
  if (found === undefined) throw new Error(`No resource is called ${String(id)}.`);
  return found;
}

export interface Policy {
  /** A managed policy, which CDK creates when an inline policy would be too long. */
  readonly managed: boolean;
  /** The logical ids of its roles, as text. */
  readonly role: string;
  readonly statements: Statement[];
}

/** Returns the policies of all roles, or of the roles that match `role`. */
export function policies(template: Template, role = /./): Policy[] {
  return [...ofType(template, 'AWS::IAM::Policy'), ...ofType(template, 'AWS::IAM::ManagedPolicy')]
    .map(([, { Type, Properties }]) => ({
      managed: Type === 'AWS::IAM::ManagedPolicy',
      role: JSON.stringify(Properties['Roles']),
      statements: (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
    }))
    .filter((policy) => role.test(policy.role));
}

/** Returns the statements of the first policy of a role. */
export function statementsOf(template: Template, role: RegExp): Statement[] {
  const [policy] = policies(template, role);
  if (!policy) throw new Error(`No policy is attached to ${String(role)}.`);
  return policy.statements;
}

/** Returns the statements of the trust policy of a role. */
export function trustOf({ Properties }: Resource): Statement[] {
  return (Properties['AssumeRolePolicyDocument'] as { Statement: Statement[] }).Statement;
}

/** Returns true if a value contains a text at any depth. */
export function names(value: unknown, what: string): boolean {
  return JSON.stringify(value ?? '').includes(what);
}

export function same(value: unknown, json: string): boolean {
  return JSON.stringify(value) === json;
}
