import { readModel } from '../../src/model/index.ts';
import { auditEvent, sealAudit, verifyAudit, type Audit } from '../../src/platform/index.ts';
import {
  openAuditLog,
  openControl,
  type AuditLog,
  type JobRecord,
  type Row,
  type Send,
  type Store,
} from '../../src/store/index.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';
import { everything } from '../store/sample-types.ts';
import { scopeOf } from '../tenants.ts';
import { randomFrom } from '../random-from.ts';
import { roundsOf } from '../sweeps/rounds.ts';

const SEED = 20_261_124;
const TENANTS = ['acme', 'globex', 'a', 'a-b'];
const WRITERS = 5;
const SEALERS = 2;
/** For each writer: transactions of rows, transactions of the control table, and successive changes of one row. */
const ROW_BATCHES = roundsOf(6);
const ROWS = 15;
const JOBS = roundsOf(9);
const EVENTS_OF_JOB = 48;
const CHANGES = roundsOf(20);
/** The least number of events: most requested changes reach the database. */
const LEAST_EVENTS = roundsOf(10_000);
/** How often a call is cut off: before it reaches the database, or after it was applied. */
const RISK = 0.08;

const { model } = readModel([
  {
    file: 'test',
    text: 'type Deal @model @audit @auth(rules: [{ allow: private }]) { id: ID! step: Int secret: String @sensitive }',
  },
]);
const deal = model.models['Deal'];
if (!deal) throw new Error('There is no type Deal.');
const type = deal;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(model);
});
afterAll(() => fixture.stop());

class CutOff extends Error {}

/** Returns a Send of a process that dies at random. */
function risky(send: Send, random: () => number): Send {
  return async (command, options) => {
    const fate = random();
    if (fate < RISK / 2) throw new CutOff('before');
    const output = await send(command, options);
    if (fate > 1 - RISK / 2) throw new CutOff('after');
    return output;
  };
}

/** Runs work as a process that may die meanwhile. Returns false if it died. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof CutOff) return false;
    throw error;
  }
}

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

test(`every committed change has one sealed event, although writers and sealers die at random (seed ${SEED})`, async () => {
  const random = randomFrom(SEED);
  const cuts = { writers: 0, sealers: 0 };
  const world = TENANTS.map((tenant) => ({ tenant, scope: scopeOf(tenant), writing: true }));
  const auditOf = (scope: Audit['scope'], data: Send, control: Send): Audit => ({
    scope,
    log: openAuditLog(scope, data),
    control: openControl(control),
    plans: {},
    now: Date.now,
  });
  const sendOf = (tenant: string): Send => risky(fixture.sendOf(tenant), random);
  const controlSend = risky(fixture.controlSend('work'), random);

  const write = async (tenant: string, writer: number): Promise<void> => {
    const control = openControl(controlSend);
    const changing = `${writer}-changing`;
    const row = (id: string, step: number): Row => ({ id, step, secret: `hush ${step}` });
    const tries: ((store: Store) => Promise<unknown>)[] = [
      ...range(ROW_BATCHES).map(
        (batch) => (store: Store) =>
          store.transact(
            range(ROWS).map((at) => ({
              op: 'put',
              type,
              row: row(`${writer}-${batch}-${at}`, 0),
              condition: null,
            })),
          ),
      ),
      ...range(JOBS).map(
        (job) => () =>
          control.transact((transaction) => {
            const id = `${writer}-${job}`;
            transaction.add('job', jobOf(tenant, id));
            for (const step of range(EVENTS_OF_JOB)) transaction.record(jobEvent(tenant, id, step));
            return Promise.resolve();
          }),
      ),
      ...range(CHANGES).map((step) => async (store: Store) => {
        const key = { id: changing };
        const known = await store.get({ op: 'get', type, key, consistent: true });
        if (!known) await store.write({ op: 'put', type, row: row(changing, step), condition: null });
        else if (step % 7 === 3) await store.write({ op: 'delete', type, key, condition: null });
        else await store.write({ op: 'update', type, key, set: { step }, condition: null });
      }),
    ];
    for (const one of tries) {
      if (!(await attempt(() => one(fixture.store(tenant, { types: model.models, send: sendOf(tenant) })))))
        cuts.writers += 1;
    }
  };

  const seal = async (of: (typeof world)[number]): Promise<void> => {
    for (;;) {
      const last = !of.writing;
      const ended = await attempt(() => sealAudit(auditOf(of.scope, sendOf(of.tenant), controlSend)));
      if (!ended) cuts.sealers += 1;
      else if (last) return;
    }
  };

  await Promise.all(
    world.flatMap((of) => [
      Promise.all(range(WRITERS).map((writer) => write(of.tenant, writer))).then(() => {
        of.writing = false;
      }),
      ...range(SEALERS).map(() => seal(of)),
    ]),
  );

  let total = 0;
  for (const { tenant, scope } of world) {
    const { log, control, ...rest } = auditOf(scope, fixture.sendOf(tenant), fixture.controlSend('work'));
    const integrity = await verifyAudit({ log, ...rest }, tenant);
    expect(integrity).toMatchObject({ ok: true, firstBroken: null });
    expect(await log.pending(10)).toEqual([]);
    expect((await control.list('events', tenant)).records).toEqual([]);

    const events = await readAll(log);
    total += events.length;
    expect(events).toHaveLength(integrity.events);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.filter(({ tenantId }) => tenantId !== tenant)).toEqual([]);
    expect(JSON.stringify(events)).not.toContain('hush');

    const steps: string[] = [];
    for await (const { id } of control.all('jobs', tenant))
      steps.push(...range(EVENTS_OF_JOB).map((step) => `${id}-${step}`));
    const stepped = events.filter(({ action }) => action === 'job.stepped').map(({ entity }) => entity?.id);
    expect(stepped.sort()).toEqual(steps.sort());

    const rows = await readRows(fixture.store(tenant, { types: model.models }));
    expect(replay(events)).toEqual(new Map(rows.map(({ id, step }) => [id, step])));
  }
  expect(total).toBeGreaterThanOrEqual(LEAST_EVENTS);
  expect(Math.min(cuts.writers, cuts.sealers)).toBeGreaterThan(roundsOf(20));
  process.stdout.write(`${total} events, cut off: ${cuts.writers} writers, ${cuts.sealers} sealers\n`);
});

interface SealedEvent {
  readonly id: string;
  readonly tenantId: string;
  readonly action: string;
  readonly entity: { readonly type: string; readonly id: string } | null;
  readonly detail: { readonly changes: Readonly<Record<string, { old?: unknown; new?: unknown }>> };
}

async function readAll(log: AuditLog): Promise<readonly SealedEvent[]> {
  const events: SealedEvent[] = [];
  for (let after: number | null = null, more = true; more;) {
    const page: Awaited<ReturnType<AuditLog['read']>> = await log.read({ after, limit: 1000 });
    events.push(...page.items.map(({ text }) => JSON.parse(text) as SealedEvent));
    after = page.items.at(-1)?.seq ?? after;
    more = page.more;
  }
  return events;
}

/** Returns the steps of the rows by their events. Each event must begin where the one before it of its row ended. */
function replay(events: readonly SealedEvent[]): Map<unknown, unknown> {
  const rows = new Map<unknown, unknown>();
  const byId = [...events].sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const { action, entity, detail } of byId) {
    if (entity?.type !== 'Deal') continue;
    const { step = {} } = detail.changes;
    expect([entity.id, step.old]).toEqual([entity.id, rows.get(entity.id)]);
    if (action === 'Deal.deleted') rows.delete(entity.id);
    else rows.set(entity.id, step.new);
  }
  return rows;
}

async function readRows(store: Store): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<Store['query']>> = await store.query({ ...everything, type, after });
    rows.push(...page.rows);
    if (page.nextToken === null) return rows;
    after = page.nextToken;
  }
}

function jobOf(tenantId: string, id: string): JobRecord {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id,
    tenantId,
    kind: 'EXPORT',
    status: 'DONE',
    input: {},
    state: null,
    done: 0,
    total: null,
    result: null,
    error: null,
    requestedBy: { type: 'system', id: 'test', name: 'test' },
    createdAt: at,
    updatedAt: at,
    leaseUntil: 0,
    holder: null,
    attempts: 0,
  };
}

function jobEvent(tenant: string, job: string, step: number) {
  const source = { requestId: null, ip: null };
  const actor = { type: 'system', id: 'test', name: 'test' } as const;
  const entity = { type: 'job', id: `${job}-${step}` };
  return auditEvent(tenant, actor, source, { action: 'job.stepped', entity });
}
