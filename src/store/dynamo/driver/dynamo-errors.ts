import { unmarshall } from '@aws-sdk/util-dynamodb';

import { Refusal } from '../../../tenant/index.ts';
import { type CancellationReason, ConditionFailed, type Item, TransactionCancelled } from './send.ts';

/** What the SDK throws, as far as it is read here. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly Item?: Parameters<typeof unmarshall>[0];
  readonly CancellationReasons?: readonly {
    readonly Code?: string;
    readonly Message?: string;
    Item?: SdkError['Item'];
  }[];
  readonly $retryable?: { readonly throttling?: boolean };
}

const THROTTLING = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'LimitExceededException',
  'SlowDown',
]);
const TIMEOUTS = new Set(['TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException']);
const CONFLICTS = new Set([
  'TransactionConflictException',
  'TransactionConflict',
  'TransactionInProgressException',
]);

/** S3 has names of its own for what DynamoDB says too. */
const DENIALS = new Set(['AccessDeniedException', 'AccessDenied']);
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken']);
/** How IAM words it: of the keys that were asked for it says nothing. */
const DENIED = /^User: (\S+) is not authorized to perform: (\S+)/;

/** The credentials of a call had ended. Nothing was done. */
export class ExpiredCredentials extends Error {
  override readonly name = 'ExpiredCredentials';
}

/** A table is not there: a tenant is said to have one of its own, and nobody made it. Nothing was done. */
export class NoTable extends Error {
  override readonly name = 'NoTable';
  readonly table: string;

  constructor(table: string) {
    super(`There is no table "${table}".`);
    this.table = table;
  }
}

/** IAM did not allow a call. The store asks for nothing that its credentials do not reach, so that one of them is wrong. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  /** The ARN of the one who asked; empty where IAM does not say. */
  readonly principal: string;
  /** What was asked for, e.g. `dynamodb:GetItem`. */
  readonly action: string;

  constructor(message: string) {
    super(message);
    [, this.principal = '', this.action = ''] = DENIED.exec(message) ?? [];
  }
}

/**
 * Turns an error of the SDK into what a Send promises to throw; one that nobody expects passes as it is.
 * @param table the one that was asked, where it was one
 */
export function translateError(
  error: unknown,
  { signal, table }: { readonly signal?: AbortSignal | undefined; readonly table?: string } = {},
): unknown {
  if (!(error instanceof Error)) return error;
  const sdk = error as Error & SdkError;
  if (sdk.name === 'ConditionalCheckFailedException') return new ConditionFailed(itemOf(sdk.Item));
  if (sdk.name === 'TransactionCanceledException') {
    const reasons = (sdk.CancellationReasons ?? []).map(reasonOf);
    return reasons.some(({ code }) => code === 'invalid')
      ? (tooLarge(sdk) ?? error)
      : new TransactionCancelled(reasons);
  }
  if (DENIALS.has(sdk.name)) return new AccessDenied(sdk.message);
  if (table !== undefined && sdk.name === 'ResourceNotFoundException') return new NoTable(table);
  if (EXPIRED.has(sdk.name)) return new ExpiredCredentials('The credentials have expired.');
  if (CONFLICTS.has(sdk.name)) return new TransactionCancelled([{ code: 'conflict', item: null }]);
  if (TIMEOUTS.has(sdk.name) || signal?.aborted) {
    return new Refusal('TIMEOUT', 'The request took too long: try again, or ask for less at once.');
  }
  if (THROTTLING.has(sdk.name) || sdk.$retryable?.throttling) return throttled();
  return tooLarge(sdk) ?? error;
}

/** The refusal of a request that DynamoDB does not keep up with. */
export function throttled(): Refusal<'THROTTLED'> {
  return new Refusal('THROTTLED', 'Too much is asked at the moment: try again in a few seconds.');
}

function reasonOf({
  Code = 'None',
  Item,
}: NonNullable<SdkError['CancellationReasons']>[number]): CancellationReason {
  const item = itemOf(Item);
  if (Code === 'None') return { code: 'none', item };
  if (Code === 'ConditionalCheckFailed') return { code: 'condition', item };
  if (CONFLICTS.has(Code)) return { code: 'conflict', item };
  return { code: THROTTLING.has(Code) ? 'throttled' : 'invalid', item };
}

function itemOf(item: SdkError['Item']): Item | null {
  return item ? (unmarshall(item, { wrapNumbers: Number }) as Item) : null;
}

/** DynamoDB has no error code of its own for an item of more than 400 KB: it says so in the message. */
function tooLarge(error: SdkError): Refusal<'VALIDATION_FAILED'> | null {
  const texts = [error.message, ...(error.CancellationReasons ?? []).map(({ Message = '' }) => Message)];
  if (!texts.some((text) => /item size .*exceeded|exceeded the maximum allowed size/i.test(text)))
    return null;
  return new Refusal('VALIDATION_FAILED', 'The row is too large: its fields hold at most 400 KB together.');
}
