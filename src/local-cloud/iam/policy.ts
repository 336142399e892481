/** A policy document as IAM and CloudFormation write it (IAM User Guide, "IAM JSON policy elements reference"). */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  /** By operator, then by key: the values that it compares. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export type OneOrMore = string | readonly string[];

/** The values of a key of IAM as a list. */
export function listOf(value: OneOrMore | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** One thing that someone asks to do. */
export interface IamRequest {
  /** e.g. `dynamodb:GetItem` */
  readonly action: string;
  /** The ARN of what it is done to. */
  readonly resource: string;
  /** Keys of the request's context; a key with several values is a list, one that is absent is not there. */
  readonly context: Readonly<Record<string, OneOrMore>>;
}

export type Verdict = 'allowed' | 'explicitly denied' | 'implicitly denied';
