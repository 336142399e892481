import type { Json } from '../../../model/index.ts';

/** An item as DynamoDB holds it: the fields of a row and the attributes that begin with `__`. */
export type Item = Readonly<Record<string, Json>>;

/**
 * One call of DynamoDB as plain data, in the words of its API reference, values not marshalled.
 * The table is not named: a Send is bound to one.
 */
export type Command =
  | { readonly name: 'GetItem'; readonly input: GetInput }
  | { readonly name: 'BatchGetItem'; readonly input: BatchGetInput }
  | { readonly name: 'Query'; readonly input: QueryInput }
  | { readonly name: 'PutItem'; readonly input: PutInput }
  | { readonly name: 'UpdateItem'; readonly input: UpdateInput }
  | { readonly name: 'DeleteItem'; readonly input: DeleteInput }
  | { readonly name: 'BatchWriteItem'; readonly input: BatchWriteInput }
  | { readonly name: 'TransactWriteItems'; readonly input: TransactInput };

/** Whether a command changes nothing. */
export function isRead({ name }: Command): boolean {
  return name === 'GetItem' || name === 'BatchGetItem' || name === 'Query';
}

export interface GetInput {
  readonly Key: Item;
  readonly ConsistentRead?: true;
}
export interface BatchGetInput {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: true;
}
/** Up to 25 items to be deleted, or to be put, whatever was there. If it fails, some may be done and others not. */
export type BatchWriteInput =
  { readonly DeleteKeys: readonly Item[] } | { readonly PutItems: readonly Item[] };
/** Names and values that the expressions refer to by `#n0` and `:v0`. */
export interface Placeheld {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Json>>;
}
export interface QueryInput extends Placeheld {
  readonly IndexName?: string;
  readonly KeyConditionExpression: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ScanIndexForward: boolean;
  /** Returns only the number of items. */
  readonly Select?: 'COUNT';
  readonly ConsistentRead?: true;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}
interface Conditional extends Placeheld {
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD';
}
export interface PutInput extends Conditional {
  readonly Item: Item;
}
export interface UpdateInput extends Conditional {
  readonly Key: Item;
  readonly UpdateExpression: string;
  readonly ReturnValues?: 'ALL_NEW';
}
export interface DeleteInput extends Conditional {
  readonly Key: Item;
  readonly ReturnValues?: 'ALL_OLD';
}
export type TransactItem =
  | { readonly Put: PutInput }
  | { readonly Update: Omit<UpdateInput, 'ReturnValues'> }
  | { readonly Delete: Omit<DeleteInput, 'ReturnValues'> }
  | { readonly ConditionCheck: ConditionCheckInput };
export interface ConditionCheckInput extends Conditional {
  readonly Key: Item;
  readonly ConditionExpression: string;
}
export interface TransactInput {
  readonly TransactItems: readonly TransactItem[];
  /** Makes a repeat of the same call a single effect, for ten minutes. */
  readonly ClientRequestToken?: string;
}

/** What a call answered; which members are there depends on the command. */
export interface Output {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
  readonly Count?: number;
  readonly ScannedCount?: number;
  /** Capacity units that the call cost. */
  readonly capacity: number;
}

/**
 * The only access to DynamoDB: sends a command to its table.
 * @throws {ConditionFailed} if a condition does not hold
 * @throws {TransactionCancelled} if a transaction was not applied, or a write conflicts with a running one
 * @throws {NoTable} if the table does not exist
 * @throws {AccessDenied} if IAM does not allow the call
 * @throws {Refusal} THROTTLED, TIMEOUT, with the outcome UNKNOWN for a write that may have been applied, or
 * VALIDATION_FAILED for a row that is too large for DynamoDB
 */
export type Send = (command: Command, options?: SendOptions) => Promise<Output>;

export interface SendOptions {
  /** The deadline of the request. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Set for a single write that must not be repeated once it may have been applied. Without it, a failed attempt is
   * repeated: do so only with writes of which a repeat changes nothing more.
   */
  readonly once?: true | undefined;
  /** Set for the repeat of a transaction that may have been applied by an earlier call. */
  readonly inDoubt?: boolean | undefined;
}

/** A single write whose condition did not hold. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';
  /** The item as it is, or null when there is none. */
  readonly item: Item | null;

  constructor(item: Item | null) {
    super('The condition of the write does not hold.');
    this.item = item;
  }
}

/** Why one write of a transaction stopped it; `none` for those that did not. */
export interface CancellationReason {
  readonly code: 'none' | 'condition' | 'conflict' | 'throttled' | 'invalid';
  readonly item: Item | null;
}

/** A transaction that changed nothing; one reason for each of its writes, in their order. */
export class TransactionCancelled extends Error {
  override readonly name = 'TransactionCancelled';
  readonly reasons: readonly CancellationReason[];

  constructor(reasons: readonly CancellationReason[]) {
    super('The transaction was cancelled.');
    this.reasons = reasons;
  }
}
