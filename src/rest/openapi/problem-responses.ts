import type { RefusalCode } from '../../tenant/index.ts';

import { titleOf } from '../problem.ts';
import { type AnswerHeader, headerRefs } from './headers.ts';
import type { Answer } from './answer.ts';

/** A problem of an HTTP status: the name of its response, and the codes that it may have. */
interface ProblemForm {
  readonly name: string;
  readonly words: string;
  /** An example of `detail` for each code. */
  readonly codes: Readonly<Partial<Record<RefusalCode | 'BAD_USER_INPUT', string>>>;
  readonly headers?: readonly AnswerHeader[];
}

/** Every problem, by its status. */
export const PROBLEMS = {
  400: {
    name: 'BadRequest',
    words: 'Bad Request',
    codes: {
      BAD_REQUEST: 'The body is no JSON.',
      INVALID_ARGUMENTS: 'There is no parameter "titel". Did you mean "title"?',
      INVALID_CURSOR: 'The cursor is of another list.',
      BAD_USER_INPUT: 'Field "title" of required type "String!" was not provided.',
      TENANT_REQUIRED: 'The user is a member of several tenants: name one in the header x-tenant.',
      TENANT_MISMATCH: 'The token is of another tenant than the header x-tenant names.',
      ANSWER_TOO_LARGE: 'The answer is larger than 6 MB: ask for fewer items or fields.',
    },
  },
  401: {
    name: 'Unauthenticated',
    words: 'Unauthorized',
    codes: { UNAUTHENTICATED: 'The token has expired: sign in again.' },
  },
  403: {
    name: 'Forbidden',
    words: 'Forbidden',
    codes: {
      FORBIDDEN: 'Not Authorized to access listTasks on type Query',
      TENANT_SUSPENDED: 'The tenant is suspended.',
      READ_ONLY: 'The tenant is read-only at the moment.',
      FEATURE_DISABLED: 'The plan of the tenant does not have the feature "reports".',
      QUOTA_EXCEEDED: 'The plan allows 1000 items, and the tenant has as many.',
    },
  },
  404: {
    name: 'NotFound',
    words: 'Not Found',
    codes: { NOT_FOUND: 'There is no Task with this key.' },
  },
  406: {
    name: 'NotAcceptable',
    words: 'Not Acceptable',
    codes: { BAD_REQUEST: 'The API answers application/json, which the header accept does not take.' },
  },
  409: {
    name: 'Conflict',
    words: 'Conflict',
    codes: {
      ALREADY_EXISTS: 'There is a Task with this key.',
      CONDITION_FAILED: 'The row does not meet the condition.',
      NOT_UNIQUE: 'Another Task has this number.',
      STILL_REFERENCED: 'Other rows refer to this Project.',
      LAST_OWNER: 'The tenant would have no owner.',
      CONFLICT: 'Another request wrote the same rows: try again.',
    },
  },
  412: {
    name: 'PreconditionFailed',
    words: 'Precondition Failed',
    codes: {
      CONDITION_FAILED: 'The Task has changed: read it again.',
      VERSION_CONFLICT: 'The Task has version 3 by now, not 2: read it again.',
      ALREADY_EXISTS: 'There is a Task with this key.',
    },
  },
  413: {
    name: 'PayloadTooLarge',
    words: 'Content Too Large',
    codes: { PAYLOAD_TOO_LARGE: 'The body is larger than 1 MB.' },
  },
  415: {
    name: 'UnsupportedMediaType',
    words: 'Unsupported Media Type',
    codes: { UNSUPPORTED_MEDIA_TYPE: 'Send the body as application/json.' },
    headers: ['Accept-Post', 'Accept-Patch', 'Accept-Encoding'],
  },
  422: {
    name: 'UnprocessableContent',
    words: 'Unprocessable Content',
    codes: {
      VALIDATION_FAILED: 'Field title of type Task must have a minimum length of 1',
      DANGLING_REFERENCE: 'There is no Project with the id "p".',
      IDEMPOTENCY_KEY_REUSED: 'The key was used for another request.',
    },
  },
  429: {
    name: 'TooManyRequests',
    words: 'Too Many Requests',
    codes: {
      THROTTLED: 'The plan allows 20 requests a second: try again in a second.',
      QUOTA_EXCEEDED: 'The requests of this month are used up.',
    },
    headers: ['Retry-After'],
  },
  500: {
    name: 'InternalError',
    words: 'Internal Server Error',
    codes: { INTERNAL: 'Something went wrong on our side.' },
  },
  504: {
    name: 'Timeout',
    words: 'Gateway Timeout',
    codes: { TIMEOUT: 'The request took too long.' },
  },
} as const satisfies Readonly<Record<number, ProblemForm>>;
export type ProblemStatus = keyof typeof PROBLEMS;

/** The media type of problems (RFC 9457). */
const PROBLEM_TYPE = 'application/problem+json';

/** The statuses that API Gateway also answers. */
const OF_GATEWAY: readonly ProblemStatus[] = [400, 401, 403, 404, 413, 429, 500, 504];

/** Returns the response of a problem, with an example of each code. */
export function problemResponse(status: ProblemStatus): Answer {
  const { words, codes, headers = [] }: ProblemForm = PROBLEMS[status];
  const examples = Object.entries(codes).map(([code, detail]) => [
    code,
    {
      value: {
        type: `/api/rest/errors/${code}`,
        ...{ title: titleOf(code, status), status, detail, code },
        requestId: '3f7dd970-5e07-45a7-a59b-2a1c385f7314',
      },
    },
  ]);
  return {
    description: `${words}: ${Object.keys(codes).join(', ')}.`,
    headers: headerRefs('RateLimit', 'RateLimit-Policy', ...headers),
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: '#/components/schemas/rest.Problem' },
        examples: Object.fromEntries(examples) as Readonly<Record<string, { readonly value: unknown }>>,
      },
      ...(OF_GATEWAY.includes(status)
        ? { 'application/json': { schema: { $ref: '#/components/schemas/rest.GatewayProblem' } } }
        : {}),
    },
  };
}
