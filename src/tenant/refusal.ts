import { GraphQLError } from 'graphql';

import { shortened } from './shortened.ts';

/**
 * Every code of a refusal, with AppSync's `errorType` and the HTTP status of a request that fails as a whole.
 * Any other error is masked as INTERNAL. docs/errors has a page for each code.
 */
export const refusals = {
  UNAUTHENTICATED: { errorType: 'UnauthorizedException', status: 401, retryable: false },
  TENANT_REQUIRED: { errorType: 'MalformedHttpRequestException', status: 400, retryable: false },
  TENANT_MISMATCH: { errorType: 'MalformedHttpRequestException', status: 400, retryable: false },
  FORBIDDEN: { errorType: 'Unauthorized', status: 403, retryable: false },
  TENANT_SUSPENDED: { errorType: 'UnauthorizedException', status: 403, retryable: false },
  READ_ONLY: { errorType: 'Unauthorized', status: 403, retryable: false },
  FEATURE_DISABLED: { errorType: 'Unauthorized', status: 403, retryable: false },
  QUOTA_EXCEEDED: { errorType: 'LimitExceededException', status: 403, retryable: false },
  LAST_OWNER: { errorType: 'ConflictUnhandled', status: 409, retryable: false },
  NOT_FOUND: { errorType: 'DynamoDB:ConditionalCheckFailedException', status: 404, retryable: false },
  ALREADY_EXISTS: { errorType: 'DynamoDB:ConditionalCheckFailedException', status: 409, retryable: false },
  CONDITION_FAILED: { errorType: 'DynamoDB:ConditionalCheckFailedException', status: 409, retryable: false },
  NOT_UNIQUE: { errorType: 'DynamoDB:ConditionalCheckFailedException', status: 409, retryable: false },
  DANGLING_REFERENCE: { errorType: 'ValidationException', status: 400, retryable: false },
  STILL_REFERENCED: { errorType: 'ValidationException', status: 409, retryable: false },
  VERSION_CONFLICT: { errorType: 'ConflictUnhandled', status: 409, retryable: false },
  CONFLICT: { errorType: 'ConflictUnhandled', status: 409, retryable: true },
  VALIDATION_FAILED: { errorType: 'ValidationException', status: 400, retryable: false },
  INVALID_ARGUMENTS: { errorType: 'InvalidArgumentsError', status: 400, retryable: false },
  INVALID_CURSOR: { errorType: 'InvalidArgumentsError', status: 400, retryable: false },
  RESYNC_REQUIRED: { errorType: 'ConflictUnhandled', status: 410, retryable: false },
  ANSWER_TOO_LARGE: { errorType: 'LimitExceededException', status: 400, retryable: false },
  IDEMPOTENCY_KEY_REUSED: { errorType: 'ValidationException', status: 422, retryable: false },
  BAD_REQUEST: { errorType: 'MalformedHttpRequestException', status: 400, retryable: false },
  PAYLOAD_TOO_LARGE: { errorType: 'MalformedHttpRequestException', status: 413, retryable: false },
  UNSUPPORTED_MEDIA_TYPE: { errorType: 'MalformedHttpRequestException', status: 415, retryable: false },
  THROTTLED: { errorType: 'ThrottlingException', status: 429, retryable: true },
  TIMEOUT: { errorType: 'ExecutionTimeout', status: 504, retryable: true },
  INTERNAL: { errorType: 'InternalFailure', status: 500, retryable: true },
} as const satisfies Record<string, { errorType: string; status: number; retryable: boolean }>;

export type RefusalCode = keyof typeof refusals;

export interface FieldProblem {
  /** The path in the input: `['input', 'title']`. */
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}

export interface RefusalDetails {
  readonly fields?: readonly FieldProblem[];
  readonly errorType?: string;
  /** The current row, as far as the caller may see it. */
  readonly current?: Readonly<Record<string, unknown>>;
  /** The names in the answer of the mutations that were done before the request failed. */
  readonly written?: readonly string[];
  /** Seconds after which a retry can help. */
  readonly retryAfter?: number;
  /** Set if the change may have been made. Then the refusal is not retryable. */
  readonly outcome?: 'UNKNOWN';
  /** True if the request fails as a whole. Then its HTTP status is that of the code. */
  readonly wholeRequest?: true;
  /** The request id. Given only where no plugin of the server adds it. */
  readonly requestId?: string;
}

/**
 * A deliberate refusal. Its message is a sentence for the client and contains nothing internal.
 *
 * @example
 * ```ts
 * throw new Refusal('NOT_FOUND', 'There is no project "p".');
 * ```
 */
export class Refusal<Code extends RefusalCode = RefusalCode> extends GraphQLError {
  readonly code: Code;

  constructor(code: Code, message: string, details: RefusalDetails = {}) {
    const { errorType, retryable, status } = refusals[code];
    super(shortened(message), {
      extensions: {
        code,
        errorType: details.errorType ?? errorType,
        errorInfo: details.fields ? { fields: details.fields.map(shortProblem) } : null,
        ...(details.outcome ? { outcome: details.outcome } : retryable ? { retryable } : {}),
        ...(details.retryAfter === undefined ? {} : { retryAfter: details.retryAfter }),
        ...(details.current ? { current: details.current } : {}),
        ...(details.written ? { written: details.written } : {}),
        ...(details.requestId ? { requestId: details.requestId } : {}),
        ...(details.wholeRequest ? { http: { status } } : {}),
      },
    });
    this.code = code;
    this.name = 'Refusal';
  }
}

function shortProblem(problem: FieldProblem): FieldProblem {
  return { ...problem, message: shortened(problem.message) };
}

/**
 * Returns whether a thrown value is a refusal. `instanceof` alone would narrow to `Refusal<any>`, because the class is
 * generic.
 *
 * @example
 * ```ts
 * const project = await readProject().catch((error: unknown) => {
 *   if (isRefusal(error) && error.code === 'NOT_FOUND') return null;
 *   throw error;
 * });
 * ```
 */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}
