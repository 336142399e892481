import { Refusal } from '../../../tenant/index.ts';
import { type Attributes, unmarshal } from './marshal.ts';
import { type CancellationReason, ConditionFailed, type Item, TransactionCancelled } from './send.ts';

/** The members of an error of a call that this file reads. The SDK's and our own client's errors have the same. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  /** Of a connection that failed: `ECONNRESET`. */
  readonly code?: string;
  readonly Item?: Attributes;
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
  'Throttling',
  'LimitExceededException',
  'SlowDown',
]);
const TIMEOUTS = new Set(['TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException']);
const CONFLICTS = new Set(['TransactionConflictException', 'TransactionConflict']);

/** S3 uses other names for the same errors. */
const DENIALS = new Set(['AccessDeniedException', 'AccessDenied']);
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken']);
/** Pattern of IAM's message. It does not name the requested keys. */
const DENIED = /^User: (\S+) is not authorized to perform: (\S+)/;

/** An error for expired credentials. The refused attempt changed nothing. */
export class ExpiredCredentials extends Error {
  override readonly name = 'ExpiredCredentials';
  /** Whether an earlier attempt of the same call may have been applied. */
  inDoubt = false;
}

/**
 * An error for a missing table: a tenant's record names a silo that no deployment created. The call changed
 * nothing.
 */
export class NoTable extends Error {
  override readonly name = 'NoTable';
  readonly table: string;

  constructor(table: string) {
    super(`There is no table "${table}".`);
    this.table = table;
  }
}

/**
 * An error for a call that IAM denied. The store requests nothing outside its credentials, so the call or the
 * policy is wrong.
 */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  /** The ARN of the caller. Empty if IAM does not name it. */
  readonly principal: string;
  /** The denied action: `dynamodb:GetItem`. */
  readonly action: string;

  constructor(message: string) {
    super(message);
    [, this.principal = '', this.action = ''] = DENIED.exec(message) ?? [];
  }
}

/**
 * Translates an error of the SDK into one that a Send may throw. Returns unknown errors unchanged.
 * @param table the table of the call, if there is one
 */
export function translateError(
  error: unknown,
  { signal, table }: { readonly signal?: AbortSignal | undefined; readonly table?: string | undefined } = {},
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
  if (!signal?.aborted && isBroken(sdk))
    return new Refusal('TIMEOUT', 'The connection to the database broke: send the request again.');
  if (isTimeout(sdk) || signal?.aborted) {
    return new Refusal('TIMEOUT', 'The request took too long: try again, or ask for less at once.');
  }
  if (isThrottling(sdk)) return throttled();
  return tooLarge(sdk) ?? error;
}

/** Returns true if DynamoDB refused a call because too much is asked. Such a call changed nothing. */
export function isThrottling(error: Error): boolean {
  return THROTTLING.has(error.name) || (error as Error & SdkError).$retryable?.throttling === true;
}

/** Returns true if the connection to DynamoDB broke before the end of its answer. */
function isBroken(error: Error & SdkError): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error instanceof SyntaxError;
}

/** Returns true if DynamoDB did not answer in time. */
export function isTimeout({ name }: Error): boolean {
  return TIMEOUTS.has(name);
}

/** Returns the refusal of a request that DynamoDB throttles. */
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
  return item ? (unmarshal(item) as Item) : null;
}

/** Returns the refusal of an item above 400 KB. DynamoDB has no code for it, only a message. */
function tooLarge(error: SdkError): Refusal<'VALIDATION_FAILED'> | null {
  const texts = [error.message, ...(error.CancellationReasons ?? []).map(({ Message = '' }) => Message)];
  if (!texts.some((text) => /item size .*exceeded|exceeded the maximum allowed size/i.test(text)))
    return null;
  return new Refusal('VALIDATION_FAILED', 'The row is too large: its fields hold at most 400 KB together.');
}
