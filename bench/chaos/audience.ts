import { setTimeout as pause } from 'node:timers/promises';

import { pick } from './steps.ts';
import { openSubscriber, type Subscriber } from './subscriber.ts';
import type { System } from './system.ts';

/** Clients of several tenants that listen to rows, and what writes these rows. */
export interface Audience {
  readonly problems: string[];
  /** Writes rows of all tenants, and cuts sockets off at random. It ends after `cuts` of them at the earliest. */
  work(random: () => number, isOver: () => boolean, cuts: number): Promise<void>;
  /** Waits until every client that resumes has the last row, and compares what each got with what was written. */
  compare(): Promise<Heard>;
}

/** What the clients got. */
export interface Heard {
  /** Sockets that were cut off. */
  readonly cuts: number;
  readonly events: number;
  /** Events that came again with the same id. */
  readonly repeated: number;
  readonly missing: number;
  readonly foreign: number;
  /** What clients that do not resume missed. */
  readonly missedWithoutCursor: number;
}

/** Clients of a tenant that resume, and those that do not. */
const RESUMING = 3;
const FORGETTING = 1;
/** Milliseconds between two rows of a tenant, and on average between two cuts. */
const BETWEEN_ROWS = 200;
const BETWEEN_CUTS = 400;
/** Milliseconds in which the last row must arrive. Deliveries that failed come again after seconds. */
const PATIENCE = 60_000;
const CREATE = 'mutation ($input: CreateSignalInput!) { createSignal(input: $input) { id } }';

/** Opens clients of each of these tenants. */
export function openAudience(system: System, tenants: readonly string[]): Audience {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(problem);
  };
  const clientsOf = (tenant: string): readonly Subscriber[] =>
    Array.from({ length: RESUMING + FORGETTING }, (_, at) =>
      openSubscriber(system, { tenant, resumes: at < RESUMING }, report),
    );
  const clients = tenants.flatMap(clientsOf);
  /** The rows of each tenant in the order of their writes. */
  const written = new Map(tenants.map((tenant) => [tenant, [] as string[]]));
  let cuts = 0;

  /** Writes the next row of a tenant, until the API has said that it is there. */
  const write = async (tenant: string): Promise<void> => {
    const rows = written.get(tenant) ?? [];
    const input = { id: String(rows.length), tenant };
    for (;;) {
      const answer = await system.ask(tenant, { query: CREATE, variables: { input } });
      const code = answer?.errors?.[0]?.extensions['code'];
      if (answer?.data?.['createSignal'] || code === 'ALREADY_EXISTS') break;
      await pause(BETWEEN_ROWS);
    }
    rows.push(input.id);
  };
  const missingOf = ({ tenant, events }: Subscriber): readonly string[] => {
    const got = new Set(events.map(({ row }) => row.id));
    return (written.get(tenant) ?? []).filter((id) => !got.has(id));
  };
  const resuming = clients.filter(({ resumes }) => resumes);

  return {
    problems,
    async work(random, isOver, least) {
      await Promise.all(clients.map(({ armed }) => armed));
      const isDone = (): boolean => isOver() && cuts >= least;
      const writeAll = async (tenant: string): Promise<void> => {
        while (!isDone()) {
          await write(tenant);
          await pause(BETWEEN_ROWS);
        }
      };
      const cutAtRandom = async (): Promise<void> => {
        while (!isDone()) {
          if (pick(random, clients).cut()) cuts += 1;
          await pause(random() * 2 * BETWEEN_CUTS);
        }
      };
      await Promise.all([...tenants.map(writeAll), cutAtRandom()]);
    },
    async compare() {
      await Promise.all(tenants.map(write));
      const end = Date.now() + PATIENCE;
      while (resuming.some((client) => missingOf(client).length > 0) && Date.now() < end)
        await pause(BETWEEN_ROWS);
      await Promise.all(clients.map((client) => client.stop()));
      problems.push(...clients.flatMap(wrongIn));
      const missing = resuming.map((client) => ({ client, ids: missingOf(client) }));
      for (const { client, ids } of missing)
        if (ids.length > 0) problems.push(`${client.tenant}: rows without an event: ${ids.join(' ')}`);
      const foreign = clients.flatMap(({ tenant, events }) =>
        events.filter(({ row }) => row.tenant !== tenant),
      );
      const forgetting = clients.filter(({ resumes }) => !resumes);
      return {
        cuts,
        events: clients.reduce((sum, { events }) => sum + events.length, 0),
        repeated: clients.reduce((sum, client) => sum + client.repeated(), 0),
        missing: missing.flatMap(({ ids }) => ids).length,
        foreign: foreign.length,
        missedWithoutCursor: forgetting.flatMap(missingOf).length,
      };
    },
  };
}

/** Returns what is wrong with the events of a client: rows of others, rows that came in two events, and their order. */
function wrongIn({ tenant, events }: Subscriber): string[] {
  const wrong: string[] = [];
  let last = -1;
  for (const { eventId, row } of events) {
    if (row.tenant !== tenant) wrong.push(`${tenant}: got the row of another tenant: ${JSON.stringify(row)}`);
    else if (Number(row.id) <= last)
      wrong.push(`${tenant}: row ${row.id} came after row ${last}, by ${eventId}`);
    last = Math.max(last, Number(row.id));
  }
  return wrong;
}
