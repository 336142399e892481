import { UsageError } from '../../app/index.ts';
import type { Party } from './isolation.ts';
import { listenTo, type Listener, type Subprotocol } from './listen.ts';
import { Skipped } from './report.ts';
import type { RowType } from './rows.ts';
import type { Target } from './target.ts';
import { dataOf } from './tenants-api.ts';

/** The most milliseconds until a message of the API comes: more than API Gateway gives its function. */
const PATIENCE_MS = 35_000;

/**
 * Proves that users of two tenants get the events of their own rows alone, each by one of the two protocols. A row of the
 * other tenant is made first, and has reached its own user, before the event of a user's last row comes.
 * @throws {Skipped} if the app has no subscription to new rows of the type, or refuses it
 * @throws {UsageError} if an event is missing, or another tenant's comes
 */
export async function proveEvents(
  { api, socket: url }: Pick<Target, 'api' | 'socket'>,
  type: RowType,
  parties: readonly [Party, Party],
  patience = PATIENCE_MS,
): Promise<string> {
  const { listen: field } = type;
  if (field === null) throw new Skipped(`The API has no subscription to new rows of ${type.name}.`);
  const listeners: Listener[] = [];
  const subscribe = async ({ token }: Party, protocol: Subprotocol): Promise<Listener> => {
    const listener = await listenTo({ url, token, field, patience }, protocol);
    listeners.push(listener);
    return listener;
  };
  const [first, second] = parties;
  try {
    const mine = await subscribe(first, 'graphql-transport-ws');
    const theirs = await subscribe(second, 'graphql-ws');
    const made = new Map<Listener, string[]>([
      [mine, []],
      [theirs, []],
    ]);
    for (const [listener, party] of [
      [theirs, second],
      [mine, first],
      [theirs, second],
    ] as const) {
      const id = await newRow(api, party, type);
      made.get(listener)?.push(id);
      await listener.see(id);
    }
    const foreign = [...made].flatMap(([{ seen }, own]) => seen.filter((id) => !own.includes(id)));
    if (foreign.length > 0)
      throw new UsageError(`A user got the events of rows that it did not make: ${foreign.join(', ')}.`);
    return `Each user got the events of its new rows of ${type.name}, and no other, by both protocols.`;
  } finally {
    for (const listener of listeners) listener.close();
  }
}

async function newRow(api: Target['api'], { token }: Party, type: RowType): Promise<string> {
  const query = `mutation ($input: ${type.input}!) { row: ${type.create}(input: $input) { id } }`;
  const { row } = dataOf(await api.ask({ token }, query, { input: type.row() }), api.url) as {
    row: { id: string };
  };
  return row.id;
}
