import type { Method, Route } from './route.ts';

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | null;
  readonly routes: Map<Method, Route>;
}

/** A path that has routes, with the texts of its parameters in their order. */
export interface Matched {
  readonly routes: ReadonlyMap<Method, Route>;
  readonly texts: readonly string[];
}

/** Returns what finds the routes of a path. A literal segment wins over a parameter. Null if no route has the path. */
export function openRouter(routes: readonly Route[]): (segments: readonly string[]) => Matched | null {
  const root = newNode();
  for (const route of routes) {
    let node = root;
    for (const part of route.path.split('/').slice(1)) {
      node = part.startsWith('{') ? (node.parameter ??= newNode()) : literalOf(node, part);
    }
    node.routes.set(route.method, route);
  }
  const find = (node: Node, segments: readonly string[], texts: readonly string[]): Matched | null => {
    const [segment, ...rest] = segments;
    if (segment === undefined) return node.routes.size > 0 ? { routes: node.routes, texts } : null;
    const literal = node.literals.get(segment);
    return (
      (literal && find(literal, rest, texts)) ??
      (node.parameter && find(node.parameter, rest, [...texts, segment]))
    );
  };
  return (segments) => find(root, segments, []);
}

function newNode(): Node {
  return { literals: new Map(), parameter: null, routes: new Map() };
}

function literalOf({ literals }: Node, part: string): Node {
  const known = literals.get(part) ?? newNode();
  literals.set(part, known);
  return known;
}
