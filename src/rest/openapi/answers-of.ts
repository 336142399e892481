import { getNamedType, getNullableType, isListType, isObjectType, type GraphQLOutputType } from 'graphql';

import type { Route } from '../route.ts';
import { isConnection } from '../selection/default-fields.ts';
import type { Answer } from './answer.ts';
import { exampleOf } from './example.ts';
import { type AnswerHeader, headerRefs } from './headers.ts';
import { type JsonSchema, notNull as withoutNull } from './json-schema.ts';
import { linksOf } from './links-of.ts';
import { outputSchema, pageSchema, type Source } from './output-schema.ts';
import { type ProblemStatus, PROBLEMS } from './problem-responses.ts';

type Answers = Readonly<Record<string, Answer | { readonly $ref: string }>>;

/** The answers without a body. */
export const EMPTY_ANSWERS: Readonly<Record<'Unchanged' | 'Empty', Answer>> = {
  Unchanged: {
    description: 'The answer is the one that the client has.',
    headers: headerRefs('ETag', 'RateLimit', 'RateLimit-Policy'),
  },
  Empty: {
    description: 'Done. The request preferred an answer without a body.',
    headers: headerRefs('RateLimit', 'RateLimit-Policy', 'Idempotency-Replayed', 'Preference-Applied'),
  },
};

const RATES: readonly AnswerHeader[] = ['RateLimit', 'RateLimit-Policy'];

/** Returns every answer of a route by its status. */
export function answersOf(source: Source, route: Route): Answers {
  const problems = problemsOf(route).map((status) => [
    status,
    { $ref: `#/components/responses/${PROBLEMS[status].name}` },
  ]);
  return { ...successes(source, route), ...(Object.fromEntries(problems) as Answers) };
}

function successes(source: Source, route: Route): Answers {
  const { kind } = route;
  const schema = answerSchema(source, route);
  const example = exampleOf(source.components, schema);
  const json = (description: string, ...headers: AnswerHeader[]): Answer => ({
    description,
    headers: headerRefs(
      ...headers,
      ...RATES,
      ...(route.root === 'Mutation' ? (['Idempotency-Replayed'] as const) : []),
    ),
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
  });
  const isRead = route.root === 'Query';
  const created = {
    ...json('The new row. Empty if the request prefers no body.', 'ETag', 'Location', 'Preference-Applied'),
    links: linksOf(source.routes, route),
  };
  const unchanged = { $ref: '#/components/responses/Unchanged' };
  const empty = { $ref: '#/components/responses/Empty' };
  switch (kind.is) {
    case 'list':
      return { 200: json('A page of the list.', 'ETag', 'Link'), 304: unchanged };
    case 'related':
      return kind.many
        ? { 200: json('A page of the list.', 'ETag', 'Link'), 304: unchanged }
        : { 200: json('The row.', 'ETag'), 304: unchanged };
    case 'get':
      return { 200: json('The row.', 'ETag'), 304: unchanged };
    case 'create':
      return { 201: created };
    case 'replace':
      return { 200: json('The row after the change.', 'ETag'), 201: created, 204: empty };
    case 'patch':
      return { 200: json('The row after the change.', 'ETag'), 204: empty };
    case 'delete':
      return { 200: json('The row as it was.'), 204: empty };
    case 'batch':
      return { 200: json('The rows, in the order of the request.'), 204: empty };
    case 'action':
      return isRead
        ? { 200: json('The answer of the field.', 'ETag'), 304: unchanged }
        : { 200: json('The answer of the field.'), 204: empty };
    case 'platform':
      return isRead
        ? { 200: json('The answer of the field.', 'ETag'), 304: unchanged }
        : { [kind.status]: json('The answer of the field.') };
    default:
      return kind satisfies never;
  }
}

/** Returns the schema of what a route answers. */
function answerSchema(source: Source, { kind, type, field }: Route): JsonSchema {
  if (kind.is === 'batch') {
    return itemsOf({ type: 'array', items: rowOf(source, type?.name ?? '') });
  }
  if (kind.is === 'related') {
    const declared = source.schema.getType(type?.name ?? '');
    const related = isObjectType(declared) ? declared.getFields()[kind.relation.name] : undefined;
    return related ? notNull(source, related.type) : {};
  }
  if (kind.is === 'platform') {
    const named = getNamedType(field.type);
    const nested = kind.nested !== undefined && isObjectType(named) ? named.getFields()[kind.nested] : null;
    const schema = withoutNull(outputSchema(source, (nested ?? field).type));
    return schema.type === 'array' ? itemsOf(schema) : schema;
  }
  return kind.is === 'action' ? outputSchema(source, field.type) : notNull(source, field.type);
}

function itemsOf(items: JsonSchema): JsonSchema {
  return { type: 'object', properties: { items }, required: ['items'], additionalProperties: false };
}

/** Returns the schema of an answer that is never null: a row that does not exist is a problem. */
function notNull(source: Source, type: GraphQLOutputType): JsonSchema {
  const whole = getNullableType(type);
  if (isObjectType(whole) && isConnection(whole)) return pageSchema(source, whole);
  return isListType(whole) ? outputSchema(source, type) : rowOf(source, getNamedType(type).name);
}

function rowOf(source: Source, name: string): JsonSchema {
  const type = source.schema.getType(name);
  if (!isObjectType(type)) throw new Error(`The schema has no object type "${name}".`);
  return withoutNull(outputSchema(source, type));
}

const ANY: readonly ProblemStatus[] = [400, 401, 403, 404, 406, 409, 422, 429, 500, 504];

/** Returns the statuses of the problems that a route may answer. A resolver of any field may refuse with any code of its own. */
function problemsOf({ body, kind }: Route): readonly ProblemStatus[] {
  const conditional = kind.is === 'replace' || kind.is === 'patch' || kind.is === 'delete';
  return [...ANY, ...(conditional ? ([412] as const) : []), ...(body ? ([413, 415] as const) : [])].sort(
    (a, b) => a - b,
  );
}
