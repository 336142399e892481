import { createJobsHandler } from '../../src/lambda/index.ts';
import type { Isolation } from '../../src/tenant/index.ts';
import type { ApiError } from '../api.ts';
import { dump } from './dump.ts';
import { eventsOf } from './events.ts';
import { field, openJobRig, type JobRig } from './job-rig.ts';
import { fillSides, othersThan, rowsOf, step } from './move-rig.ts';

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
/** Seals the audit of acme, and tells whether its chain is whole. */
const integrity = async (): Promise<unknown> =>
  field(await rig.api.ask('alice', '{ auditIntegrity { ok events } }'));

describe('a move', () => {
  test.each([
    ['SILO', ['POOL', 'SILO']],
    ['POOL', ['SILO', 'POOL']],
  ] as const)('to the %s carries everything as it is, and touches nobody else', async (to, [from]) => {
    if (from === 'SILO') {
      await rig.requestMove('acme', 'SILO');
      await rig.work();
    }
    await fillSides(rig, 'acme');
    await rig.api.ask('bob', 'mutation { addTask(input: { projectId: "acme-rocket", title: "T" }) { id } }');
    expect(await integrity()).toMatchObject({ ok: true });
    // An event that is not sealed yet.
    await rig.api.ask(
      'alice',
      'mutation { updateProject(input: { id: "acme-rocket", description: "D" }) { id } }',
    );
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
        [
          'Task',
          'UNIQUE#',
          'JOB#',
          'BACKFILL#',
          'COUNT#',
          'SEQ#',
          'AUDIT#',
          'AUDIT#NEW#',
          'AUDIT#CHAIN#',
        ].map((part) => `T#acme#${part}`),
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
