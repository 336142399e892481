import type { Row } from '../../src/store/index.ts';
import { sweepLater } from '../shared/sweep.ts';
import { copyOf, exported, imported, recordsOf, repackRecords, type Unpacked } from './archive-kit.ts';
import { field, openJobRig, type JobAnswer, type JobRig } from './job-rig.ts';

// Rows that the index did not show to the delete of the row to which they refer, and that its sweep has not found yet.

const sdl = /* GraphQL */ `
  type Team @model @auth(rules: [{ allow: private }]) {
    id: ID!
    tasks: [Task] @hasMany(onDelete: CASCADE)
    desks: [Desk] @hasMany(onDelete: SET_NULL)
  }
  type Task @model @auth(rules: [{ allow: private }]) {
    id: ID!
    team: Team @belongsTo
    notes: [Note] @hasMany(onDelete: SET_NULL)
    steps: [Step] @hasMany(onDelete: CASCADE)
  }
  type Desk @model @auth(rules: [{ allow: private }]) {
    id: ID!
    place: String
    team: Team @belongsTo
  }
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    task: Task @belongsTo
  }
  type Step @model @auth(rules: [{ allow: private }]) {
    id: ID!
    task: Task @belongsTo
  }
`;
const TYPES = ['Team', 'Task', 'Desk', 'Note', 'Step'];
const acme = {
  Team: [{ id: 'gone' }, { id: 'kept' }],
  Task: ['gone', 'kept'].map((id) => ({ id: `${id}-task`, teamTasksId: id })),
  Desk: ['gone', 'kept'].map((id) => ({ id: `${id}-desk`, place: 'north', teamDesksId: id })),
  Note: ['gone', 'kept'].map((id) => ({ id: `${id}-note`, taskNotesId: `${id}-task` })),
  Step: ['gone', 'kept'].map((id) => ({ id: `${id}-step`, taskStepsId: `${id}-task` })),
};
/** The rows as they are after the delete of the team and its sweeps. */
const SWEPT = {
  Team: [{ id: 'kept' }],
  Task: [{ id: 'kept-task', teamTasksId: 'kept' }],
  Desk: [
    { id: 'gone-desk', place: 'north' },
    { id: 'kept-desk', place: 'north', teamDesksId: 'kept' },
  ],
  Note: [{ id: 'gone-note' }, { id: 'kept-note', taskNotesId: 'kept-task' }],
  Step: [{ id: 'kept-step', taskStepsId: 'kept-task' }],
};

let rig: JobRig;
let isIndexEmpty = false;
beforeEach(async () => {
  isIndexEmpty = false;
  rig = await openJobRig({
    sdl,
    seed: { rows: { acme } },
    through: (send) => async (command, options) => {
      const isLate = isIndexEmpty && command.name === 'Query' && command.input.IndexName !== undefined;
      return isLate ? { Items: [], Count: 0, capacity: 0.5 } : send(command, options);
    },
  });
});
afterEach(() => rig.api.close());

/** Deletes the team while its index shows no row. */
async function deleteTeam(): Promise<void> {
  isIndexEmpty = true;
  field(await rig.api.ask('alice', 'mutation { deleteTeam(input: { id: "gone" }) { id } }'));
  isIndexEmpty = false;
}

/** Returns the rows of a tenant without the times of their writes. */
async function rowsOf(tenantId: string): Promise<Record<string, Row[]>> {
  const store = await rig.store(tenantId);
  const found = TYPES.map(async (name): Promise<[string, Row[]]> => {
    const type = rig.api.model.models[name];
    if (!type) throw new Error(`There is no type ${name}.`);
    const page = { limit: 100, direction: 'ASC', after: null, binding: '' } as const;
    const all = { type, index: null, where: [], range: null, filter: null, consistent: true } as const;
    const { rows } = await store.query({ op: 'query', ...all, ...page });
    return [name, rows.map(({ createdAt: _, updatedAt: __, ...row }) => row)];
  });
  return Object.fromEntries(await Promise.all(found));
}

interface Ended {
  readonly job: JobAnswer;
}

test('an export before the sweep holds the rows as the sweep leaves them, and an import puts exactly these', async () => {
  await deleteTeam();
  expect((await rowsOf('acme'))['Desk']).toHaveLength(2);
  expect((await rowsOf('acme'))['Task']).toHaveLength(2);
  const job = await rig.requestExport('acme');
  await rig.work();
  // The task and its step go with the team.
  expect(JSON.parse((await rig.job(job)).result ?? '')).toMatchObject({ rows: 7, rowsLeftOut: 2 });
  const archive = { export: { tenantId: 'acme', jobId: job.id } };
  const restoring = await rig.requestImport({ archive, name: 'Restored' });
  await rig.work();
  const restored = await rig.job(restoring);
  expect(restored).toMatchObject({ status: 'DONE', error: null, done: 7 });
  expect(await rowsOf(restored.tenantId)).toEqual(SWEPT);
  await sweepLater(rig.api);
  expect(await rowsOf('acme')).toEqual(SWEPT);
});

describe('an archive without the team of its rows', () => {
  const damaged = async (): Promise<Unpacked> => {
    const archive = copyOf(await exported(rig, 'acme'));
    const name = 'rows/Team/1.ndjson.gz';
    const teams = recordsOf(archive.files.get(name) ?? Buffer.of());
    repackRecords(
      archive,
      name,
      teams.filter(({ id }) => id !== 'gone'),
    );
    return archive;
  };
  const dangling = ['gone-task', 'gone-desk', 'gone-note', 'gone-step'];
  const idsOf = async (tenantId: string): Promise<unknown[]> =>
    Object.values(await rowsOf(tenantId)).flatMap((rows) => rows.map(({ id }) => id));

  test('is refused, and no row that lost its team with CASCADE or SET_NULL was put', async () => {
    const { job } = (await imported(rig, await damaged(), { name: 'Restored' })) as Ended;
    expect(job).toMatchObject({ status: 'FAILED' });
    expect(job.error).toContain('4 rows of the archive refer to rows that are not in it');
    for (const id of await idsOf(job.tenantId)) expect(dangling).not.toContain(id);
  });

  test('is imported without these rows if the operator says so', async () => {
    const more = { name: 'Restored', leaveOutDangling: true };
    const { job } = (await imported(rig, await damaged(), more)) as Ended;
    expect(job).toMatchObject({ status: 'DONE', error: null });
    expect(JSON.parse(job.result ?? '')).toMatchObject({ rows: 5, rowsLeftOut: 4 });
    for (const id of await idsOf(job.tenantId)) expect(dangling).not.toContain(id);
  });
});
