import { isInputObjectType, type GraphQLInputObjectType } from 'graphql';

import { keyFields, rowType } from '../../model/index.ts';

import { keptFields } from '../answers/replacement.ts';
import type { Route } from '../route.ts';
import type { Components } from './components.ts';
import { type InputForm, inputObject, inputSchema } from './input-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** The body of a request: its schema, and the media types that the door takes. */
export interface RequestBody {
  readonly schema: JsonSchema;
  readonly mediaTypes: readonly string[];
}

const JSON_TYPE = 'application/json';
/** The most items of a batch. */
const MAX_ITEMS = 100;

/** Returns the body that a route takes, or null if it takes none. */
export function requestBody(components: Components, route: Route): RequestBody | null {
  const { body, kind, type } = route;
  if (!body) return null;
  if (!isInputObjectType(body)) return { schema: inputSchema(components, body), mediaTypes: [JSON_TYPE] };
  const of = type ? { type } : {};
  switch (kind.is) {
    case 'replace':
      return whole(inputObject(components, body, { ...of, ...replaceForm(route, body) }));
    case 'patch': {
      const form = { ...of, patch: true, without: inPath(route), name: `${body.name}.patch` } as const;
      const schema = inputObject(components, body, form);
      return { schema, mediaTypes: ['application/merge-patch+json', JSON_TYPE] };
    }
    case 'batch':
      return whole(batchOf(inputObject(components, body, of)));
    default:
      return whole(inputObject(components, body, of));
  }
}

function whole(schema: JsonSchema): RequestBody {
  return { schema, mediaTypes: [JSON_TYPE] };
}

function batchOf(item: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: { items: { type: 'array', items: item, minItems: 1, maxItems: MAX_ITEMS } },
    required: ['items'],
    additionalProperties: false,
  };
}

/**
 * Returns how a replacement is described: all fields that a row must have are required, because an absent one becomes null.
 * Those that keep their value if they are absent are not.
 */
function replaceForm(
  route: Route,
  body: GraphQLInputObjectType,
): Pick<InputForm, 'name' | 'without' | 'required'> {
  const { type } = route;
  const without = inPath(route);
  const fields = Object.keys(body.getFields()).filter((name) => !without.has(name));
  const required = fields.filter((name) => {
    const field = type?.fields[name];
    if (!type || !field || keptFields(type).has(name)) return false;
    return rowType(field).required && field.default === undefined;
  });
  return { name: `${body.name}.replace`, without, required };
}

/** Returns the members of an input that the path or a header has in its place. */
function inPath({ type }: Route): ReadonlySet<string> {
  return new Set([...(type ? keyFields(type.key) : []), 'expectedVersion']);
}
