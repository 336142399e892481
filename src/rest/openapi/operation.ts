import type { Model } from '../../model/index.ts';

import type { Route } from '../route.ts';
import { answersOf } from './answers-of.ts';
import { exampleOf } from './example.ts';
import { guardOf } from './guard-of.ts';
import { headerParameters, type RequestHeader } from './headers.ts';
import type { Source } from './output-schema.ts';
import type { Parameters } from './parameters.ts';
import { requestBody } from './request-body.ts';

/** The tags of operations that belong to no type. No type has a space in its name. */
export const ACTIONS = 'Custom fields';
export const PLATFORM = 'The tenant';

/** Returns an operation of OpenAPI: who may call a route, what it takes and all that it may answer. */
export function operationOf(source: Source, parameters: Parameters, route: Route): object {
  const { operationId, summary, type, field } = route;
  const body = requestBody(source.components, route);
  const example = body && exampleOf(source.components, body.schema);
  const mediaType = body && { schema: body.schema, ...(example === undefined ? {} : { example }) };
  const given = [...parameters.of(route), ...headerParameters(...headersOf(route))];
  return {
    operationId,
    summary: firstSentence(summary),
    description: describe(source.model, route),
    tags: [type?.name ?? (route.kind.is === 'platform' ? PLATFORM : ACTIONS)],
    ...(field.deprecationReason ? { deprecated: true } : {}),
    ...(given.length > 0 ? { parameters: given } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(body.mediaTypes.map((name) => [name, mediaType])),
          },
        }
      : {}),
    responses: answersOf(source, route),
  };
}

function describe(model: Model, route: Route): string {
  const { root, field, summary } = route;
  const said = field.description ?? summary;
  return [
    firstSentence(summary) === said ? '' : said,
    `Calls \`${root}.${field.name}\` of the GraphQL API.`,
    guardOf(model, route),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
    .trim();
}

function firstSentence(text: string): string {
  return (/^(.+?)[.:](\s|$)/s.exec(text)?.[1] ?? text).replaceAll(/\s+/g, ' ');
}

/** Returns the headers that mean something for a route. */
function headersOf({ kind, root }: Route): readonly RequestHeader[] {
  if (root === 'Query') return ['ifNoneMatch', 'tenant'];
  switch (kind.is) {
    case 'replace':
      return ['ifMatch', 'onlyNew', 'prefer', 'idempotencyKey', 'tenant'];
    case 'patch':
    case 'delete':
      return ['ifMatch', 'prefer', 'idempotencyKey', 'tenant'];
    case 'platform':
      return ['idempotencyKey', 'tenant'];
    default:
      return ['prefer', 'idempotencyKey', 'tenant'];
  }
}
