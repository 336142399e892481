import { at, resolve, type Document, type Link, type Operation, type Response } from './document.ts';
import { pick, type Random } from './values.ts';
import type { Reply } from '../rest-rig.ts';

/** What earlier answers said: the values that later requests of a session refer to. */
export interface Bank {
  learn(operation: Operation, response: Response | undefined, reply: Reply): void;
  /** Returns the parameters of an operation that a link of an earlier answer named. Later ones come up more often. */
  linked(operationId: string): Readonly<Record<string, unknown>> | undefined;
  /** Returns a value of a property or a parameter. `path` is that of the operation that needs it. */
  known(name: string, path: string): unknown;
}

/** Values of one name that are kept. */
const MOST = 12;

export function openBank(document: Document, random: Random): Bank {
  const values = new Map<string, unknown[]>();
  const links = new Map<string, Readonly<Record<string, unknown>>[]>();
  const keep = (key: string, value: unknown): void => {
    const all = values.get(key) ?? [];
    values.set(key, [...all, value].slice(-MOST));
  };
  const learnFrom = (body: unknown, collection: string): void => {
    if (typeof body !== 'object' || body === null) return;
    if (Array.isArray(body)) {
      for (const one of body.slice(0, 5)) learnFrom(one, collection);
      return;
    }
    for (const [name, value] of Object.entries(body)) {
      if (value === null) continue;
      const leaves = [value].flat().filter((one) => typeof one === 'string' || typeof one === 'number');
      if (leaves.length === 0) learnFrom(value, name === 'items' ? collection : name);
      else if (Array.isArray(value)) for (const one of leaves) keep(name, one);
      else {
        keep(`${collection} ${name}`, value);
        keep(name, value);
      }
    }
  };
  const latest = (key: string): unknown => {
    const all = values.get(key) ?? [];
    return random() < 0.5 ? all.at(-1) : pick(random, all);
  };
  return {
    learn(operation, response, { status, headers, body }) {
      if (headers['etag'] !== undefined) keep('If-Match', headers['etag']);
      if (status >= 300) return;
      learnFrom(body, collectionOf(operation.path));
      for (const written of Object.values(response?.links ?? {})) {
        const { operationId, parameters = {} } = resolve<Link>(document, written);
        const found = Object.entries(parameters).map(
          ([name, expression]) => [name, evaluated(expression, body)] as const,
        );
        if (operationId === undefined || found.some(([, value]) => value === undefined)) continue;
        links.set(operationId, [...(links.get(operationId) ?? []), Object.fromEntries(found)].slice(-MOST));
      }
    },
    linked(operationId) {
      const all = links.get(operationId) ?? [];
      return random() < 0.5 ? all.at(-1) : pick(random, all);
    },
    known(name, path) {
      const own = latest(`${collectionOf(path)} ${name}`);
      if (own !== undefined) return own;
      const [, type] = /^(.+)Id$/.exec(name) ?? [];
      if (type === undefined) return latest(name);
      const start = type.toLowerCase().slice(0, 5);
      const keys = [...values.keys()].filter(
        (key) => key.endsWith(' id') && key.toLowerCase().startsWith(start),
      );
      return latest(pick(random, keys) ?? name);
    },
  };
}

/** Returns the last fixed segment before the first parameter of a path: `tasks` of `/v1/tasks/{id}`. */
function collectionOf(path: string): string {
  const fixed = path.split('/').filter(Boolean);
  const first = fixed.findIndex((segment) => segment.startsWith('{'));
  return fixed[first > 0 ? first - 1 : fixed.length - 1] ?? '';
}

/** Evaluates a runtime expression of a link: `$response.body#/id`. */
function evaluated(expression: string, body: unknown): unknown {
  const [, pointer] = /^\$response\.body#(\/.*)$/.exec(expression) ?? [];
  if (pointer === undefined) return undefined;
  try {
    return at(body, `#${pointer}`);
  } catch {
    return undefined;
  }
}
