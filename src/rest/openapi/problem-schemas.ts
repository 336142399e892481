import type { JsonSchema } from './json-schema.ts';

/** The form of every problem. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'A problem (RFC 9457). Compare `code`; `detail` is a sentence for people and may change.',
  properties: {
    type: { type: 'string', description: 'The address of the page of the code.' },
    title: { type: 'string', description: 'The code in words.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: { type: 'string', description: 'What is wrong, in a sentence.' },
    code: {
      type: 'string',
      pattern: '^[A-Z][A-Z0-9_]{1,63}$',
      description: 'The code: one of the platform, or of a resolver of the application.',
    },
    requestId: { type: 'string', description: 'Finds the request in the log.' },
    retryable: { type: 'boolean', description: '`true` if a repeat of the same request can succeed.' },
    retryAfter: { type: 'number', description: 'The seconds after which a retry can help.' },
    errors: {
      type: 'array',
      description: 'What is wrong with which value.',
      items: {
        type: 'object',
        properties: {
          pointer: { type: 'string', description: 'The place in the body, as a JSON pointer (RFC 6901).' },
          parameter: { type: 'string', description: 'The parameter.' },
          rule: {
            type: 'string',
            description: 'What is broken: `required`, `type`, `minLength` and others.',
          },
          detail: { type: 'string', description: 'What is wrong, in a sentence.' },
        },
        required: ['rule', 'detail'],
        additionalProperties: false,
      },
    },
    outcome: { type: 'string', const: 'UNKNOWN', description: 'The change may have been made.' },
    written: {
      type: 'array',
      items: { type: 'string' },
      description: 'The mutations that were done, though the answer shows nothing of them.',
    },
    current: { type: 'object', description: 'The current row, if its version is another one.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  additionalProperties: false,
};

/** The form of a problem that API Gateway answers: also that of an error of GraphQL, because the gateway serves both doors. */
export const gatewayProblemSchema: JsonSchema = {
  type: 'object',
  description: 'A problem that API Gateway answers before the request reaches the API.',
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    retryable: { type: 'boolean' },
    message: { type: 'string', description: 'The same sentence as `detail`, for clients of GraphQL.' },
    errors: { type: 'array', description: 'The error as GraphQL has it.', items: { type: 'object' } },
  },
  required: ['type', 'detail', 'code', 'requestId', 'message', 'errors'],
  additionalProperties: false,
};
