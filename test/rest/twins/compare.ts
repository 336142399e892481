import { seen } from './seen.ts';
import type { Reply, RestRig } from '../rest-rig.ts';
import { refusals, type RefusalCode } from '../../../src/tenant/index.ts';
import type { Twin } from './twin.ts';

interface GraphqlBody {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphqlError[];
}
interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: RefusalCode };
}
interface ProblemBody {
  readonly code?: string;
  readonly status?: number;
  readonly type?: string;
  readonly requestId?: string;
}

/** Codes of what a client sent that is well-formed and wrong, and of conditions of HTTP. */
const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  VALIDATION_FAILED: 422,
  DANGLING_REFERENCE: 422,
};
const LIMITS = ['ratelimit', 'ratelimit-policy', 'retry-after'];
/** What is left of a limit, in the header. A process renews its lease next to the requests, so this moves between them. */
const REMAINING = /;r=\d+/g;
/** Those of the log line from which usage is counted. A missing row is an error of REST alone. */
const FIGURES = ['cost', 'rcu', 'wcu', 'calls', 'rowsRead', 'rowsWritten'];

/** Sends a call to one world and its twin to an equal one. Returns how they differ. */
export async function compareTwin(
  user: string,
  { rest, graphql }: Readonly<Record<'rest' | 'graphql', RestRig>>,
  twin: Twin,
): Promise<{ readonly problems: string[]; readonly next: Twin | null }> {
  const [ours, theirs] = [
    await rest.rest(user, twin.call),
    await graphql.graphql(user, twin.query, twin.variables),
  ];
  const { data = null, errors = [] } = theirs.body as GraphqlBody;
  const problems = [
    ...answerProblems(twin, ours, { data, errors }),
    ...(twin.readsFirst ? [] : costProblems(ours, theirs, errors.length > 0)),
  ];
  const title = `${twin.call.method} ${twin.call.target} ${JSON.stringify(twin.call.body ?? null)}`;
  return {
    problems: problems.map(
      (problem) => `${title}\n  ${twin.query} ${JSON.stringify(twin.variables)}\n  ${problem}`,
    ),
    next: nextOf(twin, ours, data),
  };
}

function answerProblems(twin: Twin, ours: Reply, { data, errors }: Required<GraphqlBody>): string[] {
  const [refused] = errors.filter(({ path = [] }) => path.length <= 1);
  const found = data && twin.expected(shown(data, errors));
  const body = ours.body as ProblemBody | undefined;
  if (refused) {
    const { code } = refused.extensions;
    if (twin.isBatch && ours.status >= 400 && ours.status < 500) return [];
    if (!(code in refusals)) return [`the code ${code} of GraphQL ${refused.message}; REST ${ours.text}`];
    const status = STATUS[code] ?? refusals[code].status;
    const wanted = { code, status, type: `/api/rest/errors/${code}` };
    return differ('the problem', { code: body?.code, status: ours.status, type: body?.type }, wanted);
  }
  if (!found) return differ('the status', [ours.status, body?.code], [404, 'NOT_FOUND']);
  return [
    ...differ('the status', ours.status, found.status),
    ...differ('the body', settle(ours.body), settle(found.body)),
  ];
}

/** Returns data without the fields that the row hides from the caller: GraphQL lists an error for each. */
function shown(
  data: Readonly<Record<string, unknown>>,
  errors: readonly GraphqlError[],
): Record<string, unknown> {
  const copy = structuredClone(data) as Record<string, unknown>;
  for (const { path = [] } of errors) {
    const parent = path
      .slice(0, -1)
      .reduce<unknown>(
        (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
        copy,
      ) as Record<string, unknown> | null | undefined;
    if (parent) Reflect.deleteProperty(parent, String(path.at(-1)));
  }
  return copy;
}

function costProblems(ours: Reply, theirs: Reply, isRefused: boolean): string[] {
  // Reads that are under way when a refusal ends a request may still count, or not.
  const compared = isRefused ? ['cost', 'wcu', 'rowsWritten'] : FIGURES;
  const figures = ({ line }: Reply): unknown => compared.map((name) => [name, line?.[name as never]]);
  const limits = ({ headers }: Reply): unknown =>
    LIMITS.map((name) => [name, headers[name]?.replace(REMAINING, '')]);
  return [
    ...differ('the figures', figures(ours), figures(theirs)),
    ...differ('the limits', limits(ours), limits(theirs)),
    ...(isRefused ? [] : differ('the calls', seen(ours.calls), seen(theirs.calls))),
  ];
}

function nextOf(twin: Twin, ours: Reply, data: GraphqlBody['data']): Twin | null {
  const { nextCursor: rest } = (ours.body ?? {}) as { readonly nextCursor?: string | null };
  const { nextToken: graphql } = (data?.['found'] ?? {}) as { readonly nextToken?: string | null };
  return rest && graphql && twin.next ? twin.next({ rest, graphql }) : null;
}

/** A time that a request stamped: seeded ones have no milliseconds. */
const STAMP = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Replaces what differs between two worlds: new ids, times and cursors. */
function settle(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body ?? null)
      .replace(UUID, '<id>')
      .replace(STAMP, '<time>'),
    (name, value: unknown) => (name === 'nextCursor' && typeof value === 'string' ? '<cursor>' : value),
  ) as unknown;
}

function differ(what: string, ours: unknown, wanted: unknown): string[] {
  const [left, right] = [canonical(ours), canonical(wanted)];
  if (left === right) return [];
  const first = Array.from({ length: left.length }, (_, at) => at).find((at) => right[at] !== left[at]);
  const from = Math.max(0, (first ?? 0) - 200);
  return [`${what}: REST ${left.slice(from, from + 600)}\n    GraphQL ${right.slice(from, from + 600)}`];
}

function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
