import { refreshingSend, type Row } from '../../src/store/index.ts';
import { BEING_MOVED, LOOK_UP_TTL, type Isolation, type Scope } from '../../src/tenant/index.ts';
import type { ApiError } from '../api.ts';
import { openBehind, upkeepOf } from '../shared/background.ts';
import { dump } from './dump.ts';
import { eventsOf } from './events.ts';
import { field, openJobRig, type JobRig } from './job-rig.ts';
import { failing, fillSides, othersThan, rowsOf, step, stepwise, withCount } from './move-rig.ts';
import { partitionOf } from '../shared/partition-of.ts';

const NOT_DONE = 'A move of the tenant "acme" is not finished: wait until its job has ended.';

let rig: JobRig;
beforeEach(async () => {
  rig = await openJobRig({ siloTables: ['acme'] });
});
afterEach(() => rig.api.close());

const codeOf = ({ errors }: { readonly errors: readonly ApiError[] }): unknown =>
  errors[0]?.extensions['code'] ?? null;
const CREATE = 'mutation ($name: String!) { createLabel(input: { name: $name }) { id } }';
const READ = `{
  tasksByStatus(status: TODO) { items { id title project { name } labels { items { label { name } } } } }
  projectsByStatus(status: OPEN) { items { id name tasks { items { id } } } }
  listPeople { items { id } }
}`;
const tenantOf = async (id: string): Promise<unknown> =>
  field(await rig.api.askOperator('sid', `{ tenant(id: "${id}") { status isolation } }`));
/** Seals the audit of acme, and returns whether its chain is sound. */
const integrity = async (): Promise<unknown> =>
  field(await rig.api.ask('alice', '{ auditIntegrity { ok events } }'));

const labels = async (user: string): Promise<readonly string[]> => {
  const { items } = field(await rig.api.ask(user, '{ listLabels(limit: 100) { items { name } } }')) as {
    readonly items: readonly { readonly name: string }[];
  };
  return items.map(({ name }) => name);
};

const aLabel = async (): Promise<{ readonly type: string; readonly key: Row }> => {
  const { id } = field(await rig.api.ask('alice', CREATE, { name: 'gone' })) as { readonly id: string };
  return { type: 'Label', key: { id } };
};

describe('a move', () => {
  test.each([
    ['SILO', ['POOL', 'SILO']],
    ['POOL', ['SILO', 'POOL']],
  ] as const)('to the %s moves every item unchanged, and no item of another tenant', async (to, [from]) => {
    if (from === 'SILO') {
      await rig.requestMove('acme', 'SILO');
      await rig.work();
    }
    const behind = openBehind(rig.api);
    await fillSides(rig, 'acme', await aLabel());
    await rig.api.ask('bob', 'mutation { addTask(input: { projectId: "acme-rocket", title: "T" }) { id } }');
    expect(await integrity()).toMatchObject({ ok: true });
    // The update records an event that is not sealed yet.
    await rig.api.ask(
      'alice',
      'mutation { updateProject(input: { id: "acme-rocket", description: "D" }) { id } }',
    );
    await behind.changes();
    const read = await rig.api.ask('alice', READ);
    expect(read.errors).toEqual([]);
    const before = await dump(rig.api);

    const job = await rig.requestMove('acme', to);
    await rig.work();

    const after = await dump(rig.api);
    expect(rowsOf(after, 'acme', from)).toEqual([]);
    expect(rowsOf(after, 'acme', to)).toEqual(rowsOf(before, 'acme', from));
    const partitions = rowsOf(after, 'acme', to).map((row) => String((row as unknown[])[0]).split(' ')[1]);
    expect([...new Set(partitions)]).toEqual(
      expect.arrayContaining(
        ['UNIQUE#', 'JOB#', 'BACKFILL#', 'COUNT#', 'SEQ#', 'AUDIT#', 'AUDIT#NEW#', 'AUDIT#CHAIN#']
          .map((part) => `T#acme#${part}`)
          .concat(partitionOf('acme', 'Task', rig.api.model)),
      ),
    );
    expect(othersThan(after, 'acme')).toEqual(othersThan(before, 'acme'));
    expect(othersThan(after, 'acme').length).toBeGreaterThan(20);
    const done = await rig.job(job);
    expect(done).toMatchObject({ status: 'DONE', progress: 1, error: null });
    expect(JSON.parse(done.result ?? '')).toEqual({ from, to, items: rowsOf(after, 'acme', to).length });
    expect(await tenantOf('acme')).toEqual({ status: 'ACTIVE', isolation: to });
    expect((await rig.api.ask('alice', READ)).data).toEqual(read.data);
    expect(codeOf(await rig.api.ask('alice', CREATE, { name: 'after' }))).toBeNull();
    expect(await integrity()).toMatchObject({ ok: true });
  });
});

describe('during a move', () => {
  test('the tenant can be read, has the status MOVING, and refuses writes with READ_ONLY', async () => {
    const job = await rig.requestMove('acme', 'SILO');
    rig.pass(rig.now() + LOOK_UP_TTL);
    const { data: read } = await rig.api.ask('alice', READ);
    const states = new Set<string>();
    const refused = new Set<string>();
    await stepwise(rig, job, async () => {
      const seen = await rig.api.ask('alice', READ);
      expect(seen).toMatchObject({ data: read, errors: [] });
      const { status } = field(await rig.api.ask('alice', '{ tenant { status } }')) as { status: string };
      states.add(status);
      const { errors } = await rig.api.ask('alice', CREATE, { name: 'now' });
      refused.add(`${status} ${errors[0]?.message ?? 'done'}`);
      expect((await rig.api.ask('alice', '{ auditEvents { items { action } } }')).errors).toEqual([]);
      expect(codeOf(await rig.api.ask('carol', CREATE, { name: 'other' }))).toBeNull();
    });
    expect([...states].sort()).toEqual(['ACTIVE', 'MOVING']);
    expect([...refused].sort()).toEqual(['ACTIVE done', `MOVING ${BEING_MOVED}`]);
    const events = (await eventsOf(rig.api, 'acme')).map(({ action }) => action);
    const sealed = field(await rig.api.ask('alice', '{ auditEvents(limit: 100) { items { action } } }')) as {
      readonly items: readonly { readonly action: string }[];
    };
    expect([...events, ...sealed.items.map(({ action }) => action)]).toEqual(
      expect.arrayContaining(['tenant.moveStarted', 'tenant.isolationChanged', 'tenant.moved', 'job.ended']),
    );
  });

  test('an acknowledged write that used an earlier look-up is moved too', async () => {
    const acknowledged: string[] = [];
    // The gate keeps this look-up from before the move for 5 s.
    expect(codeOf(await rig.api.ask('bob', '{ me { id } }'))).toBeNull();
    const job = await rig.requestMove('acme', 'SILO');
    await stepwise(rig, job, async (at) => {
      const { data } = await rig.api.ask('bob', CREATE, { name: `label ${at}` });
      if (data?.['createLabel']) acknowledged.push(`label ${at}`);
    });
    expect(acknowledged.length).toBeGreaterThan(2);
    expect(acknowledged).toContain('label 0');
    expect(await labels('alice')).toEqual(expect.arrayContaining(acknowledged));
  });

  test('no request reads the old table once another request can write to the new one', async () => {
    const job = await rig.requestMove('acme', 'SILO');
    let wrote = false;
    await stepwise(rig, job, async () => {
      const { status, isolation } = (await tenantOf('acme')) as { status: string; isolation: string };
      if (status === 'ACTIVE' && isolation === 'SILO' && !wrote) {
        // The gate has no look-up for olga, so it looks up where the tenant is.
        expect(codeOf(await rig.api.ask('olga', CREATE, { name: 'first' }))).toBeNull();
        expect(await labels('alice')).toContain('first');
        wrote = true;
      } else await labels('alice');
    });
    expect(wrote).toBe(true);
  });

  test('the job waits for writes by old look-ups, for the look-ups to expire, and for reads by old look-ups', async () => {
    const waits: unknown[] = [];
    await stepwise(rig, await rig.requestMove('acme', 'SILO'), async (_at, until) => {
      if (until > rig.now()) waits.push([until - rig.now(), await tenantOf('acme')]);
    });
    expect(waits).toEqual([
      [35_000, { status: 'MOVING', isolation: 'POOL' }],
      [10_000, { status: 'MOVING', isolation: 'SILO' }],
      [35_000, { status: 'ACTIVE', isolation: 'SILO' }],
    ]);
  });

  test('the upkeep does not write to the tenant, and continues after the move', async () => {
    await fillSides(rig, 'acme', await aLabel());
    const { work } = rig.api.background;
    const job = await rig.requestMove('acme', 'SILO');
    const before = rowsOf(await dump(rig.api), 'acme', 'POOL');
    await stepwise(rig, job, async () => {
      const { status } = (await tenantOf('acme')) as { status: string };
      if (status !== 'MOVING') return;
      await work(upkeepOf('acme'));
      const now = await dump(rig.api);
      expect([rowsOf(now, 'acme', 'POOL'), rowsOf(now, 'acme', 'SILO')]).toContainEqual(before);
    });
    await work(upkeepOf('acme'));
    const after = rowsOf(await dump(rig.api), 'acme', 'SILO').map((row) => String((row as unknown[])[0]));
    expect(after.filter((key) => key.includes('#JOB#') || key.includes('#AUDIT#NEW#'))).toEqual([]);
    expect(await integrity()).toMatchObject({ ok: true });
  });

  test('a scope that is opened meanwhile can read, and can write only if the call names the table', async () => {
    await rig.requestMove('acme', 'SILO');
    const scope = await rig.api.jobParts.scopeOf('acme', 'test');
    const put = {
      name: 'PutItem',
      input: { Item: { __pk: partitionOf('acme', 'Label', rig.api.model), __sk: 'x#' } },
    } as const;
    const get = { name: 'GetItem', input: { Key: put.input.Item } } as const;
    const { sendOf } = rig.api.jobParts;
    await expect(sendOf(scope)(put)).rejects.toMatchObject({ code: 'READ_ONLY', message: BEING_MOVED });
    expect((await sendOf(scope)(get)).Item).toBeUndefined();
    await sendOf(scope, 'SILO')(put);
    expect((await sendOf(scope, 'SILO')(get)).Item).toEqual(put.input.Item);
    expect((await sendOf(scope)(get)).Item).toBeUndefined();
  });

  test('the tenant refuses other steps and names its state', async () => {
    const archive = await rig.requestExport('acme');
    await rig.work();
    const job = await rig.requestMove('acme', 'SILO');
    const wait = 'The tenant "acme" is MOVING; wait until the move has ended.';
    for (const [mutation, message] of [
      ['suspendTenant(id: "acme", mode: BLOCKED, reason: "r") { id }', wait],
      ['offboardTenant(id: "acme", reason: "r") { id }', wait],
      ['purgeTenant(id: "acme", now: true) { id }', NOT_DONE],
      ['moveTenant(id: "acme", to: POOL) { id }', NOT_DONE],
      [
        `importTenant(input: { into: "acme", archive: { export: { tenantId: "acme", jobId: "${archive.id}" } } }) { id }`,
        'The tenant "acme" is MOVING: it takes no import.',
      ],
    ] as const) {
      const { errors } = await rig.api.askOperator('opal', `mutation { ${mutation} }`);
      expect(errors).toMatchObject([{ message, extensions: { code: 'CONDITION_FAILED' } }]);
    }
    expect((await rig.requestMove('acme', 'SILO')).id).toBe(job.id);
    await rig.work();
    expect(await tenantOf('acme')).toEqual({ status: 'ACTIVE', isolation: 'SILO' });
  });

  test('a running export and a running import pause, and continue after the move', async () => {
    const filesOf = async (id: string): Promise<unknown> => {
      const archives = await rig.archives('acme');
      const paths = await archives.list(id);
      return Promise.all(
        paths
          .filter((path) => !path.endsWith('manifest.json'))
          .map(async (path) => [
            path.replace(`${id}/`, ''),
            Buffer.from((await archives.read(path)) ?? []).toString('hex'),
          ]),
      );
    };
    const whole = await rig.requestExport('acme');
    await rig.work();
    const halves = await rig.requestExport('acme');
    for (let at = 0; at < 4; at++) await step(rig, halves);
    const imported = await rig.requestImport({
      archive: { export: { tenantId: 'acme', jobId: whole.id } },
      into: 'acme',
    });
    for (let at = 0; at < 4; at++) await step(rig, imported);
    const others = [halves, imported];
    const done = await Promise.all(others.map((job) => rig.job(job)));
    const move = await rig.requestMove('acme', 'SILO');
    await stepwise(rig, move, async () => {
      if (((await tenantOf('acme')) as { status: string }).status !== 'MOVING') return;
      for (const job of others) await step(rig, job);
      expect(await Promise.all(others.map((job) => rig.job(job)))).toEqual(done);
    });
    await rig.work();
    expect(await Promise.all(others.map((job) => rig.job(job)))).toMatchObject([
      { status: 'DONE', error: null },
      { status: 'DONE', error: null },
    ]);
    expect(await filesOf(halves.id)).toEqual(await filesOf(whole.id));
  });
});

describe('a move that fails', () => {
  test('because there is no table ends without a wait, and leaves the tenant as it was', async () => {
    const before = await dump(rig.api);
    const began = rig.now();
    const job = await rig.requestMove('globex', 'SILO');
    await step(rig, job);
    expect(await tenantOf('globex')).toEqual({ status: 'ACTIVE', isolation: 'POOL' });
    await rig.work();
    expect(rig.now() - began).toBeLessThan(35_000);
    expect(await rig.job(job)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^There is no table for this tenant yet: /) as string,
    });
    expect(rowsOf(await dump(rig.api), 'globex', 'POOL')).toEqual(rowsOf(before, 'globex', 'POOL'));
    rig.pass(rig.now() + LOOK_UP_TTL);
    expect(codeOf(await rig.api.ask('carol', CREATE, { name: 'after' }))).toBeNull();
    expect((await eventsOf(rig.api, 'globex')).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['tenant.moveStarted', 'tenant.moveGivenUp', 'job.ended']),
    );
  });

  test('before the switch leaves the tenant in its old table, and nothing in the new one', async () => {
    const before = rowsOf(await dump(rig.api), 'acme', 'POOL');
    const job = await rig.requestMove('acme', 'SILO');
    // The new table accepts one batch, then refuses every other.
    let batches = 0;
    await rig.work(
      failing(
        rig,
        (command, isolation) => isolation === 'SILO' && 'PutItems' in command.input && ++batches > 1,
      ),
    );
    expect(batches).toBeGreaterThan(10);
    expect(await rig.job(job)).toMatchObject({
      status: 'FAILED',
      error: 'It failed repeatedly on our side.',
    });
    expect(await tenantOf('acme')).toEqual({ status: 'ACTIVE', isolation: 'POOL' });
    const after = await dump(rig.api);
    expect(rowsOf(after, 'acme', 'SILO')).toEqual([]);
    expect(rowsOf(after, 'acme', 'POOL')).toEqual(before);
    await rig.requestMove('acme', 'SILO');
    await rig.work();
    expect(rowsOf(await dump(rig.api), 'acme', 'SILO')).toEqual(before);
  });

  test('after the switch is retried until it succeeds, and the tenant cannot be purged before', async () => {
    const before = rowsOf(await dump(rig.api), 'acme', 'POOL');
    const job = await rig.requestMove('acme', 'SILO');
    let failures = 0;
    const parts = failing(rig, (command, isolation) => {
      const fails = isolation === 'POOL' && 'DeleteKeys' in command.input && failures < 30;
      if (fails) failures += 1;
      return fails;
    });
    for (let at = 0; failures < 25; at++) rig.pass((await step(rig, job, parts)) ?? 0);
    expect(await tenantOf('acme')).toEqual({ status: 'ACTIVE', isolation: 'SILO' });
    await rig.operate('mutation { offboardTenant(id: "acme", reason: "r") { id } }');
    const { errors } = await rig.api.askOperator(
      'opal',
      'mutation { purgeTenant(id: "acme", now: true) { id } }',
    );
    expect(errors).toMatchObject([{ message: NOT_DONE, extensions: { code: 'CONDITION_FAILED' } }]);
    await rig.work(parts);
    expect(await rig.job(job)).toMatchObject({ status: 'DONE', error: null });
    const after = await dump(rig.api);
    expect([rowsOf(after, 'acme', 'POOL'), rowsOf(after, 'acme', 'SILO')]).toEqual([[], before]);
    await rig.operate('mutation { purgeTenant(id: "acme", now: true) { id } }');
    await rig.work();
    expect(rowsOf(await dump(rig.api), 'acme', 'SILO')).toEqual([]);
  });

  test('is refused before it begins if the tenant is there already, is missing or is suspended, or if the operator may not move it', async () => {
    const refusal = async (operator: string, id: string, to: Isolation): Promise<unknown> => {
      const mutation = `mutation { moveTenant(id: "${id}", to: ${to}) { id } }`;
      const { errors } = await rig.api.askOperator(operator, mutation);
      return [errors[0]?.extensions['code'], errors[0]?.message];
    };
    expect(await refusal('opal', 'acme', 'POOL')).toEqual([
      'CONDITION_FAILED',
      'The tenant "acme" is in the pool already.',
    ]);
    expect(await refusal('opal', 'unknown', 'SILO')).toEqual(['NOT_FOUND', 'There is no tenant "unknown".']);
    expect(await refusal('sid', 'acme', 'SILO')).toEqual(['FORBIDDEN', expect.any(String)]);
    await rig.operate('mutation { suspendTenant(id: "acme", mode: READ_ONLY, reason: "r") { id } }');
    expect(await refusal('opal', 'acme', 'SILO')).toEqual([
      'CONDITION_FAILED',
      expect.stringMatching(/^The tenant "acme" is SUSPENDED; what is possible now: /) as string,
    ]);
    expect((await eventsOf(rig.api, 'acme')).map(({ action }) => action)).not.toContain('tenant.moveStarted');
  });
});

test('a long-running Send follows the tenant to its new table within the lifetime of a look-up', async () => {
  const { scopeOf, sendOf } = rig.api.jobParts;
  const open = (): Promise<Scope> => scopeOf('acme', 'test');
  const send = refreshingSend(sendOf, await open(), { open, now: () => rig.now() });
  const put = (id: string) =>
    send({
      name: 'PutItem',
      input: { Item: { __pk: partitionOf('acme', 'Label', rig.api.model), __sk: `${id}#`, id } },
    });
  await put('before');
  const job = await rig.requestMove('acme', 'SILO');
  rig.pass(rig.now() + LOOK_UP_TTL - 1);
  // The look-up is from before the move, so this late write is moved too.
  await put('late');
  rig.pass(rig.now() + 1);
  await expect(put('meanwhile')).rejects.toMatchObject({ code: 'READ_ONLY' });
  await rig.work();
  expect((await rig.job(job)).status).toBe('DONE');
  await put('after');
  const after = await dump(rig.api);
  const keys = rowsOf(after, 'acme', 'SILO').map((row) => (row as [string])[0]);
  for (const id of ['before', 'late', 'after'])
    expect(keys).toContain(`data ${partitionOf('acme', 'Label', rig.api.model)} ${id}#`);
  expect(rowsOf(after, 'acme', 'POOL')).toEqual([]);
});

test('a move deletes leftovers of an earlier move and copies of items that were deleted meanwhile', async () => {
  const leftOver = { __pk: partitionOf('acme', 'Label', rig.api.model), __sk: 'left over#', id: 'left over' };
  await rig.api.directSilo('acme')({ name: 'PutItem', input: { Item: leftOver } });
  const before = rowsOf(await dump(rig.api), 'acme', 'POOL');
  const job = await rig.requestMove('acme', 'SILO');
  let deleted = 0;
  await stepwise(rig, job, async () => {
    const now = await dump(rig.api);
    if (deleted > 0 || rowsOf(now, 'acme', 'SILO').length < before.length) return;
    // DynamoDB deletes like this when the TTL of an item is over.
    const [key] = rowsOf(now, 'acme', 'POOL')[0] as [string];
    const [, __pk = '', __sk = ''] = key.split(' ');
    await rig.api.direct({ name: 'DeleteItem', input: { Key: { __pk, __sk } } });
    deleted += 1;
  });
  expect(deleted).toBe(1);
  const after = await dump(rig.api);
  // The deleted item was a comment, so the new table counts one less.
  const rest = withCount(before.slice(1), 'Comment', 2);
  expect([rowsOf(after, 'acme', 'POOL'), rowsOf(after, 'acme', 'SILO')]).toEqual([[], rest]);
  const { result } = await rig.job(job);
  expect(JSON.parse(result ?? '')).toMatchObject({ items: before.length - 1 });
});
