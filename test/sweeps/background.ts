import { verifyAudit, type JobParts, type WorkQueue } from '../../src/platform/index.ts';
import { wakeWork } from '../../src/changes/index.ts';
import { createChangesHandler, type ChangesHandler } from '../../src/lambda/changes-handler.ts';
import { createWorkHandler, type WorkHandler } from '../../src/lambda/work-handler.ts';
import { workQueueOf } from '../../src/local/background.ts';
import { deliver } from '../../src/local-cloud/sqs/index.ts';
import { openAuditLog, openControl } from '../../src/store/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { withPlatform } from '../platform/audit-reader.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import type { Depth } from './sample.ts';

const DEAL = 'type Deal @model @audit @auth(rules: [{ allow: private }]) { id: ID! step: Int }';

let ahead = 0;
const now = (): number => Date.now() + ahead;
let api: TestApi;
let functions: { readonly changes: ChangesHandler; readonly work: WorkHandler };
let behind: Behind;
async function mutate(mutation: string): Promise<void> {
  expect((await api.ask('olga', `mutation { ${mutation} }`)).errors).toEqual([]);
}

/** How a call fails: it throws before it does anything, or its process dies after it, and no later call does anything. */
type Failure = 'error' | 'death';

/** Counts the calls of the processes behind the requests, and fails one of them. */
function failingAt(fatal: number, failure: Failure) {
  let calls = 0;
  let isDead = false;
  const begin = (): void => {
    calls += 1;
    if (isDead || (calls === fatal && failure === 'error')) throw new Error('killed before');
  };
  const end = (): void => {
    if (calls !== fatal || isDead) return;
    isDead = true;
    throw new Error('killed after');
  };
  return {
    begin,
    end,
    failing:
      <Given extends readonly unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
      async (...given: Given): Promise<Result> => {
        begin();
        const result = await call(...given);
        end();
        return result;
      },
    hasFailed: () => calls >= fatal,
    /** Another process goes on. */
    revive: () => {
      isDead = false;
    },
  };
}

type Failing = ReturnType<typeof failingAt>;

/** Opens both functions with calls that may fail. */
function openFunctions({ failing }: Failing): typeof functions {
  const { jobParts, background } = api;
  const queue: WorkQueue = { send: failing((...sent) => workQueueOf(background.messages).send(...sent)) };
  const controlSend = failing(jobParts.controlSend);
  const parts: JobParts = {
    ...jobParts,
    controlSend,
    scopeOf: failing(jobParts.scopeOf),
    sendOf: (...of) => failing(jobParts.sendOf(...of)),
    platform: { ...jobParts.platform, control: openControl(controlSend) },
  };
  const log = (): void => undefined;
  return {
    changes: createChangesHandler({
      queue,
      log,
      consumers: [wakeWork],
      types: jobParts.platform.model.models,
    }),
    work: createWorkHandler({ parts, queue, log }),
  };
}

/** Reads the streams and takes the messages until nothing is left, with all redeliveries. */
async function settle(fault: Failing): Promise<void> {
  functions = openFunctions(fault);
  const { messages } = api.background;
  const queue: typeof messages = {
    ...messages,
    delete(message) {
      fault.begin();
      messages.delete(message);
      fault.end();
    },
  };
  for (;;) {
    await behind.changes();
    const wasDead = fault.hasFailed();
    fault.revive();
    const message = messages.receive();
    if (message) {
      await deliver(queue, message, functions.work).catch(() => undefined);
      fault.revive();
      continue;
    }
    const next = messages.nextAt();
    if (next !== null) ahead = Math.max(ahead, next - Date.now());
    // The records of a batch that failed come again.
    else if (wasDead === fault.hasFailed() && (await isRead())) return;
  }
}

/** Returns whether no record of the streams waits. */
async function isRead(): Promise<boolean> {
  await behind.changes();
  return api.background.messages.nextAt() === null;
}

interface Seen {
  readonly sections: unknown;
  readonly ended: number;
  readonly deals: readonly string[];
}

/** Checks the audit of acme, and returns what can be seen of a round. */
async function look(job: string, deal: string): Promise<Seen> {
  const scope = await api.jobParts.scopeOf('acme', 'test');
  const log = openAuditLog(scope, api.jobParts.sendOf(scope));
  expect((await api.control.list('events', 'acme')).records).toEqual([]);
  expect(await log.pending(10)).toEqual([]);
  expect(await verifyAudit({ log, now }, 'acme')).toMatchObject({ ok: true });
  expect(await api.control.get('job', { tenantId: 'acme', id: job })).toMatchObject({ status: 'DONE' });
  const { items } = await log.read({ after: null, limit: 10_000 });
  const events = items.map(
    ({ text }) => JSON.parse(text) as { action: string; entity: { id: string } | null },
  );
  const actionsOf = (id: string): string[] =>
    events.filter(({ entity }) => entity?.id === id).map(({ action }) => action);
  const manifest = await api.jobParts.platform.archives.of(scope).read(`${job}/manifest.json`);
  const { sections } = JSON.parse(Buffer.from(manifest ?? []).toString()) as { sections: unknown };
  return {
    sections,
    ended: actionsOf(job).filter((action) => action === 'job.ended').length,
    deals: actionsOf(deal),
  };
}

/**
 * Tests that the way from a change to its end survives the failure of a call: of every call, or of each ninth.
 */
export function sweepBackground(depth: Depth): void {
  const step = depth === 'deep' ? 1 : 9;

  beforeAll(async () => {
    api = await openTestApi({ sdl: withPlatform(DEAL), now });
    behind = openBehind(api, {
      changes: (event) => functions.changes(event),
      work: api.background.work,
    });
    await mutate('createDeal(input: { id: "kept", step: 1 }) { id }');
  });
  afterAll(() => api.close());

  test.each<readonly [Failure, number]>([
    ['error', 1],
    ['death', 5],
  ])(
    'after the %s of a process between a change and its end, nothing is lost and nothing happens twice',
    async (failure, first) => {
      let expected: unknown;
      let rounds = 0;
      for (let fatal = first, isOver = false; !isOver; fatal += step) {
        const deal = `${failure}-${fatal}`;
        await mutate(`createDeal(input: { id: "${deal}", step: 1 }) { id }`);
        await mutate(`deleteDeal(input: { id: "${deal}" }) { id }`);
        const { data } = await api.askOperator('opal', 'mutation { exportTenant(id: "acme") { id } }');
        const { id } = data?.['exportTenant'] as { id: string };
        const fault = failingAt(fatal, failure);
        await settle(fault);
        const { sections, ...seen } = await look(id, deal);
        expect([fatal, seen]).toEqual([fatal, { ended: 1, deals: ['Deal.created', 'Deal.deleted'] }]);
        expect([fatal, sections]).toEqual([fatal, (expected ??= sections)]);
        isOver = !fault.hasFailed();
        rounds += 1;
      }
      expect(rounds * step).toBeGreaterThan(50);
    },
  );
}
