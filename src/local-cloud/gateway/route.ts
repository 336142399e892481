import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

import type { Cors } from './cors.ts';
import { decodePart } from './request-target.ts';

/** A Lambda handler of the proxy integration, as an async function. */
export type ProxyHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export type RouteMethod = 'ANY' | 'DELETE' | 'GET' | 'HEAD' | 'OPTIONS' | 'PATCH' | 'POST' | 'PUT';

/** A method of a resource: `/orders`, `/orders/{id}` or, for all paths below, `/files/{proxy+}`. */
export interface Route {
  readonly method: RouteMethod;
  readonly path: string;
  readonly handler: ProxyHandler;
  /** Whether the gateway calls the authorizer before the handler. */
  readonly authorized: boolean;
  /** Whether the cache of the stage keeps its answers (API Gateway, method settings). By default it does. */
  readonly cached?: boolean;
  /** Settings of CORS preflights. Without them `OPTIONS` is a method like any other. */
  readonly cors?: Cors;
}

/** A resource that matches a path, with all the methods declared on it. */
export interface MatchedResource {
  readonly path: string;
  readonly routes: readonly Route[];
  /** The decoded path parameters. Null if one of them is not percent-encoded UTF-8. */
  readonly parameters: ReadonlyMap<string, string> | null;
}

/**
 * Finds the resource of a path. In each segment a literal wins over `{name}`, and that over `{name+}`. API
 * Gateway chooses the resource first and the method afterwards.
 */
export function matchResource(routes: readonly Route[], path: string): MatchedResource | null {
  const segments = segmentsOf(path);
  const candidates = [...new Set(routes.map((route) => route.path))]
    .filter((template) => matches(segmentsOf(template), segments))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const [template] = candidates;
  if (template === undefined) return null;
  return {
    path: template,
    routes: routes.filter((route) => route.path === template),
    parameters: parametersOf(segmentsOf(template), segments),
  };
}

/** Chooses the method of a resource. Its own name wins over `ANY`. */
export function chooseRoute(resource: MatchedResource, method: string): Route | null {
  const named = resource.routes.find((route) => route.method === method);
  return named ?? resource.routes.find((route) => route.method === 'ANY') ?? null;
}

/** Splits a path. A slash at the end changes nothing. */
function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/').slice(1);
  return segments.at(-1) === '' ? segments.slice(0, -1) : segments;
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  const greedy = template.at(-1)?.endsWith('+}') ?? false;
  if (greedy ? segments.length < template.length : segments.length !== template.length) return false;
  return template.every((part, place) =>
    part.startsWith('{') ? segments[place] !== '' || part.endsWith('+}') : part === segments[place],
  );
}

/** Returns a sort key of a template: the more exact segments come first. */
function rank(template: string): string {
  return segmentsOf(template)
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('');
}

function parametersOf(template: readonly string[], segments: readonly string[]) {
  const parameters = new Map<string, string>();
  for (const [place, part] of template.entries()) {
    if (!part.startsWith('{')) continue;
    const greedy = part.endsWith('+}');
    const text = greedy ? segments.slice(place).join('/') : (segments[place] ?? '');
    const value = decodePart(text);
    if (value === null) return null;
    parameters.set(part.slice(1, greedy ? -2 : -1), value);
  }
  return parameters;
}
