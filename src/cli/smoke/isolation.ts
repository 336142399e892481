import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { TENANT_HEADER } from '../../tenant/index.ts';
import { UsageError } from '../../app/index.ts';
import type { RowType } from './rows.ts';
import type { Reply } from './tenants-api.ts';
import type { Target } from './target.ts';

/** A user of one tenant, the tenant, and what they made. */
export interface Party {
  readonly tenant: string;
  readonly token: string;
  /** The ids of two rows. */
  readonly rows: readonly string[];
  /** The cursor after the first of them. */
  readonly cursor: string;
}

/** What the proof needs of a target. */
type Tested = Pick<Target, 'api' | 'operatorApi' | 'operatorToken'>;

/** A question about another tenant's thing, and the same one about a thing that never existed. */
interface Probe {
  readonly what: string;
  readonly theirs: () => Promise<Reply>;
  readonly none: () => Promise<Reply>;
}

/** Names of headers that other systems take a tenant from. The API must ignore them. */
const SPOOFED = ['x-tenant-id', 'x-amz-tenant-id', 'x-amzn-tenant-id', 'x-principal-id', 'tenantid'];

/**
 * Proves that a user of one tenant meets nothing of another. Each answer about the other tenant must equal the answer
 * about what does not exist. Returns the number of questions.
 * @param type the type of the parties' rows; null if the app has none that a run can make
 * @throws {UsageError} that names the first question with another answer
 */
export async function proveIsolation(
  target: Tested,
  { mine, theirs, type }: { readonly mine: Party; readonly theirs: Party; readonly type: RowType | null },
): Promise<number> {
  const probes = [
    ...(type ? rowProbes(target, mine, theirs, type) : []),
    ...headerProbes(target, mine, theirs),
  ];
  for (const { what, theirs: ask, none } of probes) {
    const answers = [essenceOf(await ask()), essenceOf(await none())];
    if (!isDeepStrictEqual(answers[0], answers[1]))
      throw new UsageError(
        `${what} is answered differently from one that does not exist: ${answers.map((each) => JSON.stringify(each)).join(' and ')}.`,
      );
  }
  const own = type ? await proveOwnRows(target, mine, theirs, type) : 0;
  return probes.length + own + (await proveDoors(target, mine));
}

function rowProbes({ api }: Tested, mine: Party, theirs: Party, type: RowType): readonly Probe[] {
  const [id = ''] = theirs.rows;
  const asked = (query: string, variables: object) => () => api.ask(mine, query, variables);
  const of = (what: string, query: string, variables: (id: string) => object): Probe => ({
    what,
    theirs: asked(query, variables(id)),
    none: asked(query, variables(randomUUID())),
  });
  return [
    of("Another tenant's row", `query ($id: ID!) { row: ${type.get}(id: $id) { id } }`, (row) => ({
      id: row,
    })),
    ...(type.remove === null
      ? []
      : [
          of(
            "The delete of another tenant's row",
            `mutation ($input: Delete${type.name}Input!) { row: ${type.remove}(input: $input) { id } }`,
            (row) => ({ input: { id: row } }),
          ),
        ]),
    {
      what: "Another tenant's cursor",
      theirs: asked(listOf(type), { nextToken: theirs.cursor }),
      none: asked(listOf(type), { nextToken: forged(theirs.cursor) }),
    },
  ];
}

function headerProbes({ api }: Tested, mine: Party, theirs: Party): readonly Probe[] {
  const named = (header: string, tenant: string) => () =>
    api.ask({ token: mine.token, headers: { [header]: tenant } }, '{ __typename }');
  return [TENANT_HEADER, ...SPOOFED].map((header) => ({
    what: `The header "${header}" with another tenant`,
    theirs: named(header, theirs.tenant),
    none: named(header, `smoke-${randomUUID()}`),
  }));
}

/**
 * Proves that lists show the own rows alone, and that spoofed headers change nothing in that.
 * @throws {UsageError} if a row of another tenant is among them, or if an own one is not
 */
async function proveOwnRows({ api }: Tested, mine: Party, theirs: Party, type: RowType): Promise<number> {
  const query = `{ page: ${type.list}(limit: 100) { items { id } } }`;
  const headers = Object.fromEntries(SPOOFED.map((header) => [header, theirs.tenant]));
  for (const caller of [{ token: mine.token }, { token: mine.token, headers }]) {
    const { data } = await api.ask(caller, query);
    const seen = (data?.['page'] as { items: readonly { id: string }[] } | undefined)?.items.map(
      ({ id }) => id,
    );
    if (!isDeepStrictEqual([...(seen ?? [])].sort(), [...mine.rows].sort()))
      throw new UsageError(`A list has other rows than the tenant's own: ${JSON.stringify(seen ?? null)}.`);
  }
  return 2;
}

/** @throws {UsageError} if a token of one plane opens the other */
async function proveDoors({ api, operatorApi, operatorToken }: Tested, { token }: Party): Promise<number> {
  const doors = [
    { what: "A user's token at the operators' API", door: operatorApi, token },
    { what: "An operator's token at the tenants' API", door: api, token: operatorToken },
  ];
  for (const { what, door, token: wrong } of doors) {
    const { status, data } = await door.ask({ token: wrong }, '{ __typename }');
    if (status !== 401 || data) throw new UsageError(`${what} is answered with status ${status}, not 401.`);
  }
  return doors.length;
}

/** Returns the query of a page of one row. */
export function listOf({ list }: RowType): string {
  return `query ($nextToken: String) { page: ${list}(limit: 1, nextToken: $nextToken) { items { id } nextToken } }`;
}

/** Returns a cursor of the same form that no server made. */
function forged(cursor: string): string {
  return Array.from(cursor).reverse().join('');
}

/** Returns the members of an answer that may depend on what was asked for. */
function essenceOf({ status, data, errors = [] }: Reply): unknown {
  return {
    status,
    data: data ?? null,
    errors: errors.map(({ message, path, extensions }) => ({
      message: message.replaceAll(/"[^"]*"/g, '"…"'),
      path: path ?? null,
      code: extensions?.code ?? null,
    })),
  };
}
