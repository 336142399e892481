import { IDEMPOTENCY_HEADER, TENANT_HEADER } from '../../tenant/index.ts';

import type { JsonSchema } from './json-schema.ts';

interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example: string | number;
}

/** The headers of requests, as parameters. */
export const REQUEST_HEADERS = {
  tenant: {
    name: TENANT_HEADER,
    description: 'The tenant, for a user of several tenants whose token names none.',
    schema: { type: 'string', minLength: 1 },
    example: 'acme',
  },
  idempotencyKey: {
    name: IDEMPOTENCY_HEADER,
    description:
      'A random text, the same for each attempt at one change. A repeat then gets the first answer, and changes nothing.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    example: '5b1c8f0e-9d5b-4c7e-8f43-3f6a3c1f2b10',
  },
  ifMatch: {
    name: 'if-match',
    description:
      'The `etag` of the row as it was last read. If the row has changed since, the API refuses the change with 412. `*` means any row that exists.',
    schema: { type: 'string', minLength: 1 },
    example: '"v7"',
  },
  ifNoneMatch: {
    name: 'if-none-match',
    description:
      'The `etag` of an earlier answer. If the answer would be the same, the API answers 304 without a body.',
    schema: { type: 'string', minLength: 1 },
    example: '"v7"',
  },
  onlyNew: {
    name: 'if-none-match',
    description: '`*` creates the row, and is refused with 412 if it exists. Other values are refused.',
    schema: { type: 'string', minLength: 1 },
    example: '*',
  },
  prefer: {
    name: 'prefer',
    description: '`return=minimal` asks for an answer without a body: 204.',
    schema: { type: 'string' },
    example: 'return=minimal',
  },
} as const satisfies Readonly<Record<string, Header & { readonly name: string }>>;
export type RequestHeader = keyof typeof REQUEST_HEADERS;

/** The headers of answers. */
export const ANSWER_HEADERS = {
  'Accept-Post': {
    description: 'The media types that a POST or PUT takes.',
    schema: { type: 'string' },
    example: 'application/json',
  },
  'Accept-Patch': {
    description: 'The media types that a PATCH takes.',
    schema: { type: 'string' },
    example: 'application/json, application/merge-patch+json',
  },
  'Accept-Encoding': {
    description: 'The encodings of a body: none.',
    schema: { type: 'string' },
    example: 'identity',
  },
  'X-Request-Id': {
    description: 'The id of the request. The log has it too.',
    schema: { type: 'string' },
    example: '3f7dd970-5e07-45a7-a59b-2a1c385f7314',
  },
  ETag: {
    description: 'The version of the answer: `"v7"` from the field with `@version`, or a hash.',
    schema: { type: 'string' },
    example: '"v7"',
  },
  Link: {
    description: 'The address of the next page, with `rel="next"`. Absent at the end of the list.',
    schema: { type: 'string' },
    example: '</api/rest/v1/tasks?limit=50&cursor=eyJ2IjoxfQ>; rel="next"',
  },
  Location: {
    description: 'The address of the new row. Absent if its key is empty, `.` or `..`.',
    schema: { type: 'string' },
    example: '/api/rest/v1/tasks/01990a5c-7f6e-7c3a-9d1b-2f4e6a8c0b1d',
  },
  RateLimit: {
    description: 'What is left of the limits of the plan (draft-ietf-httpapi-ratelimit-headers-10).',
    schema: { type: 'string' },
    example: '"cost";r=990;t=1',
  },
  'RateLimit-Policy': {
    description: 'The limits of the plan.',
    schema: { type: 'string' },
    example: '"cost";q=1000;w=20',
  },
  'Retry-After': {
    description: 'The seconds after which a retry can help.',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
  'Preference-Applied': {
    description: 'The preference of the request that the API followed.',
    schema: { type: 'string' },
    example: 'return=minimal',
  },
  'Idempotency-Replayed': {
    description: '`true` if an earlier request with the same key made the change.',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
} as const satisfies Readonly<Record<string, Header>>;
export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** Returns references to headers of an answer. Every answer has the id of its request. */
export function headerRefs(
  ...names: readonly AnswerHeader[]
): Readonly<Record<string, { readonly $ref: string }>> {
  return Object.fromEntries(
    (['X-Request-Id', ...names] as const).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

/** Returns references to headers of a request. */
export function headerParameters(...names: readonly RequestHeader[]): readonly { readonly $ref: string }[] {
  return names.map((name) => ({ $ref: `#/components/parameters/${parameterName(name)}` }));
}

/** Returns the name of a request's header among the components. No GraphQL type has a dot in its name. */
export function parameterName(name: RequestHeader): string {
  return `header.${name}`;
}
