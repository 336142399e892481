/** A policy document as IAM and CloudFormation write it (IAM User Guide, "IAM JSON policy elements reference"). */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Whom a resource's policy names. The policy of an identity has none. */
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  /** Compared values, by operator and then by key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export type OneOrMore = string | readonly string[];

/** Returns the values of an element as a list. */
export function listOf(value: OneOrMore | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** A request to IAM for one action. */
export interface IamRequest {
  /** The action: `dynamodb:GetItem`. */
  readonly action: string;
  /** The ARN of the resource. */
  readonly resource: string;
  /** Keys of the request's context. A key with several values is a list; an absent key is left out. */
  readonly context: Readonly<Record<string, OneOrMore>>;
}

export type Verdict = 'allowed' | 'explicitly denied' | 'implicitly denied';
