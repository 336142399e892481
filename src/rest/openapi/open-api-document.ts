import type { GraphQLSchema } from 'graphql';

import type { Model } from '../../model/index.ts';

import { restRoutes } from '../rest-routes.ts';
import type { Route } from '../route.ts';
import { EMPTY_ANSWERS } from './answers-of.ts';
import { Components } from './components.ts';
import { ANSWER_HEADERS } from './headers.ts';
import { ACTIONS, operationOf, PLATFORM } from './operation.ts';
import { Parameters } from './parameters.ts';
import { problemResponse, PROBLEMS, type ProblemStatus } from './problem-responses.ts';
import { gatewayProblemSchema, problemSchema } from './problem-schemas.ts';

export interface DocumentOptions {
  /** The address of the operations. Relative to the document by default. */
  readonly url?: string;
  readonly title?: string;
}

/** The parts of an OpenAPI document that callers read. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly tags: readonly object[];
  readonly security: readonly object[];
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/**
 * Returns the OpenAPI 3.1 document of the REST API of a schema. It is the same for every caller: it names the rules, and the
 * engine decides by them.
 */
export function openApiDocument(
  model: Model,
  schema: GraphQLSchema,
  { url = 'v1', title = 'REST API' }: DocumentOptions = {},
): OpenApiDocument {
  const components = new Components();
  const parameters = new Parameters(components);
  components.refer('rest.Problem', () => problemSchema);
  components.refer('rest.GatewayProblem', () => gatewayProblemSchema);
  const routes = restRoutes(model, schema);
  const source = { model, schema, components, routes };
  const paths = pathsOf(routes, (route) => operationOf(source, parameters, route));
  const statuses = Object.keys(PROBLEMS).map(Number) as ProblemStatus[];
  const responses = usedIn([paths], 'responses', {
    ...EMPTY_ANSWERS,
    ...Object.fromEntries(statuses.map((status) => [PROBLEMS[status].name, problemResponse(status)])),
  });
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: INTRODUCTION },
    servers: [{ url, description: 'The API that serves this document.' }],
    security: [{ token: [] }, { apiKey: [] }],
    tags: tagsOf(routes),
    paths,
    components: {
      schemas: components.all(),
      parameters: usedIn([paths], 'parameters', parameters.all()),
      headers: usedIn([paths, responses], 'headers', ANSWER_HEADERS),
      responses,
      securitySchemes: SECURITY,
    },
  };
}

/** Returns the components of a kind to which a part of the document refers. */
function usedIn<Component>(
  parts: readonly object[],
  kind: string,
  components: Readonly<Record<string, Component>>,
): Readonly<Record<string, Component>> {
  const text = JSON.stringify(parts);
  return Object.fromEntries(
    Object.entries(components).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`)),
  );
}

const INTRODUCTION = [
  'A translation of the GraphQL API: the same rules, limits and audit events.',
  'A request acts in the tenant of its token or API key, and reaches no row of another one.',
  'As GraphQL does, the API also takes a whole number as an id, and one value in place of a list of one.',
].join('\n');

const SECURITY = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of a user, from Cognito.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'tql_…',
    description: 'The key of a machine: `POST /platform/api-keys` makes one.',
  },
};

function pathsOf(routes: readonly Route[], operation: (route: Route) => object): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route);
  return paths;
}

function tagsOf(
  routes: readonly Route[],
): readonly { readonly name: string; readonly description: string }[] {
  const types = new Set(routes.flatMap(({ type }) => type ?? []));
  const has = (kind: Route['kind']['is']): boolean => routes.some((route) => route.kind.is === kind);
  return [
    ...[...types].map(({ name, description }) => ({
      name,
      description: description ?? `The rows of ${name}.`,
    })),
    ...(has('action') ? [{ name: ACTIONS, description: 'The fields that the application declares.' }] : []),
    ...(has('platform')
      ? [{ name: PLATFORM, description: 'Members, keys, roles and the rest of the tenant.' }]
      : []),
  ];
}
