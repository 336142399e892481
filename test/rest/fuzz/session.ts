import type { RestCall } from '../rest-event.ts';
import type { Reply } from '../rest-rig.ts';
import { textOf } from '../text-of.ts';
import { openBank, type Bank } from './bank.ts';
import { operationsOf, responseFor, type Document, type Operation, type Parameter } from './document.ts';
import { openJudge } from './judge.ts';
import { broken, HOSTILE, pick, valueOf, type Maker, type Random } from './values.ts';

/** What a session found. */
export interface Found {
  /** Each answer outside the document, with its request. */
  readonly failures: readonly string[];
  /** The statuses that each operation answered. */
  readonly reached: ReadonlyMap<string, ReadonlySet<number>>;
  readonly requests: number;
}

export interface SessionOptions {
  readonly document: Document;
  readonly random: Random;
  readonly steps: number;
  /** What a path of the document comes after: `/api/rest` of the server. */
  readonly send: (call: RestCall) => Promise<Reply>;
  /** Operations that a session leaves out, such as those that end its own membership. */
  readonly without?: (operation: Operation) => boolean;
}

/**
 * Sends random requests that the document describes, and others that it does not. Later requests use the ids and links of
 * earlier answers. Reads nothing but the document.
 */
export async function runSession({
  document,
  random,
  steps,
  send,
  without = () => false,
}: SessionOptions): Promise<Found> {
  const judge = openJudge(document);
  const bank = openBank(document, random);
  const operations = operationsOf(document).filter((operation) => !without(operation));
  const failures: string[] = [];
  const reached = new Map<string, Set<number>>();
  // First each operation once and as it should be: lists, creates, then what needs their ids.
  const opening = [...operations].sort((one, other) => placeOf(one) - placeOf(other));
  let next: Operation | undefined;
  for (let step = 0; step < steps; step += 1) {
    const opened = opening.shift();
    const operation: Operation | undefined = opened ?? next ?? chosen(operations, reached, random);
    next = undefined;
    if (!operation) break;
    const isDocumented = opened !== undefined || random() < 0.92;
    const call = isDocumented
      ? callOf(document, random, bank, operation, opened !== undefined)
      : undocumented(random, operation, document);
    const reply = await send(call);
    const problems = isDocumented ? judge.problemsOf(operation, reply) : judge.problemsOfUnknown(reply);
    const title = `${operation.id}: ${call.method} ${call.target}`;
    const sent = `${JSON.stringify(call.headers ?? {})} ${JSON.stringify(call.body ?? null)}`.slice(0, 600);
    failures.push(...problems.map((problem) => `${title} ${sent}\n  ${problem}`));
    if (!isDocumented) continue;
    reached.set(operation.id, new Set(reached.get(operation.id)).add(reply.status));
    const response = responseFor(operation, reply.status);
    bank.learn(operation, response, reply);
    const linked = operations.filter(({ id }) => bank.linked(id) !== undefined);
    if (reply.status < 300 && random() < 0.4) next = pick(random, linked);
  }
  return { failures, reached, requests: steps };
}

/** Chooses an operation. One that has not succeeded so far comes up more often. */
function chosen(
  operations: readonly Operation[],
  reached: ReadonlyMap<string, ReadonlySet<number>>,
  random: Random,
): Operation | undefined {
  const open = operations.filter(({ id }) => ![...(reached.get(id) ?? [])].some((status) => status < 300));
  return pick(random, open.length > 0 && random() < 0.6 ? open : operations);
}

/** Returns when an operation can first succeed: after what makes the rows that it needs. */
function placeOf({ method, path }: Operation): number {
  const needsId = path.includes('{');
  const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method);
  return (needsId ? 2 : 0) * 10 + order + (/delete$/.test(path) ? 50 : 0);
}

function callOf(
  document: Document,
  random: Random,
  bank: Bank,
  operation: Operation,
  isPlain: boolean,
): RestCall {
  const maker: Maker = { document, random, known: (name) => bank.known(name, operation.path) };
  const isWrong = !isPlain && random() < 0.3;
  const wrong = (): boolean => isWrong && random() < 0.5;
  // Some texts have a form that no pattern says, such as a URL: the example of the body has it.
  const isExample = !isPlain && random() < 0.2;
  const linked = random() < 0.8 ? bank.linked(operation.id) : undefined;
  const value = (parameter: Parameter): unknown => {
    const { name, schema, content } = parameter;
    const given = linked?.[name] ?? valueOf(maker, schema ?? Object.values(content ?? {})[0]?.schema, name);
    return wrong() ? broken(random, given) : given;
  };
  const optional = operation.parameters.filter((one) => one.required !== true && one.in === 'query');
  const few = [pick(random, optional), pick(random, optional)].filter(() => random() < 0.4);
  const given = operation.parameters.filter(
    (one) =>
      one.required === true || (!isPlain && (few.includes(one) || (one.in === 'header' && random() < 0.08))),
  );
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    return segment(parameter ? value(parameter) : 'missing');
  });
  const query = given
    .filter((one) => one.in === 'query')
    .flatMap((parameter) => pairsOf(parameter, value(parameter)));
  if (wrong()) query.push([pick(random, HOSTILE) ?? '', pick(random, HOSTILE) ?? '']);
  const headers = given
    .filter((one) => one.in === 'header')
    .map((one) => [one.name.toLowerCase(), headerText(bank.known(one.name, '') ?? value(one))]);
  return {
    method: operation.method,
    target: `${path}${query.length > 0 ? `?${query.map(([name, one]) => `${encoded(name)}=${encoded(one)}`).join('&')}` : ''}`,
    ...bodyOf(
      maker,
      operation,
      { isWrong, isExample },
      Object.fromEntries(headers) as Record<string, string>,
    ),
  };
}

function bodyOf(
  maker: Maker,
  { bodies, isBodyRequired, method, path }: Operation,
  { isWrong, isExample }: { readonly isWrong: boolean; readonly isExample: boolean },
  headers: Readonly<Record<string, string>>,
): Pick<RestCall, 'headers' | 'body'> {
  const { random } = maker;
  // A row of an id that is taken cannot be created.
  const isNew = (name: string): boolean => name === 'id' && method === 'POST' && !path.endsWith('/delete');
  const ofBody: Maker = {
    ...maker,
    known: (name) => (isNew(name) && random() < 0.9 ? undefined : maker.known(name)),
  };
  const type = pick(random, Object.keys(bodies));
  const isSent = type !== undefined && (isBodyRequired || random() < 0.7);
  if (!isSent) return isWrong && random() < 0.2 ? { headers, body: { unexpected: true } } : { headers };
  const { schema, example } = bodies[type] ?? {};
  const body = isExample && example !== undefined ? example : valueOf(ofBody, schema, '');
  const typed = { ...headers, 'content-type': type };
  if (!isWrong) return { headers: typed, body: JSON.stringify(body) };
  const part = random();
  if (part < 0.1)
    return { headers: { ...headers, 'content-type': 'text/plain' }, body: JSON.stringify(body) };
  if (part < 0.2)
    return { headers: typed, body: pick(random, ['', '{', '[]', 'null', '"a"', '{"a":1}}', '\0']) ?? '' };
  return { headers: typed, body: JSON.stringify(broken(random, body)) };
}

/** Makes a request that the document lacks: an unknown path, or a method that a path does not have. */
function undocumented(random: Random, operation: Operation, document: Document): RestCall {
  const target = operation.path.replace(/\{[^}]+\}/g, 'x');
  const taken = Object.keys(document.paths[operation.path] ?? {});
  const others = ['PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'LINK'].filter(
    (method) => !taken.includes(method.toLowerCase()),
  );
  const other = pick(random, others);
  if (random() < 0.5 && other !== undefined) return { method: other, target, body: {} };
  const more =
    pick(random, ['/x/y/z/unknown', '/%00', '/..%2f..%2fadmin', '/__proto__/unknown', '/%ff', '//unknown']) ??
    '';
  return { method: operation.method, target: `${target}${more}` };
}

function pairsOf({ name, content, explode }: Parameter, value: unknown): [string, string][] {
  if (content) return [[name, JSON.stringify(value)]];
  if (Array.isArray(value) && explode === false) return [[name, value.map(textOf).join(',')]];
  if (Array.isArray(value)) return value.map((one) => [name, textOf(one)]);
  return [[name, textOf(value)]];
}

/** Returns a text that is a header, without what HTTP forbids in one. */
function headerText(value: unknown): string {
  return textOf(value).replace(/[^\x20-\x7e]/g, '') || 'x';
}

function segment(value: unknown): string {
  return encoded(textOf(value)) || '%20';
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
