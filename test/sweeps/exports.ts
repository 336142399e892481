import { runJob } from '../../src/platform/index.ts';
import type { Json, Model } from '../../src/model/index.ts';
import { keyFields } from '../../src/model/index.ts';
import type { Row } from '../../src/store/index.ts';
import { openBehind } from '../shared/background.ts';
import { dump } from '../platform/dump.ts';
import { openJobRig, type JobAnswer, type JobRig } from '../platform/job-rig.ts';
import { randomFrom } from '../random-from.ts';

/** Relations of every kind: to the own type, with each action of a delete, with a composite key, and links. */
const sdl = /* GraphQL */ `
  type Firm @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String @unique
    ballast: String
    parent: Firm @belongsTo
    parts: [Firm] @hasMany(onDelete: SET_NULL)
    desks: [Desk] @hasMany(onDelete: CASCADE)
    notes: [Note] @hasMany
    tags: [Tag] @manyToMany(relationName: "FirmTag")
  }
  type Desk @model @auth(rules: [{ allow: private }]) {
    floor: String! @primaryKey(sortKeyFields: ["number"])
    number: Int!
    firm: Firm @belongsTo
    lamps: [Lamp] @hasMany(references: ["deskFloor", "deskNumber"], onDelete: CASCADE)
  }
  type Lamp @model @auth(rules: [{ allow: private }, { allow: owner }]) {
    id: ID!
    code: String @unique
    deskFloor: String
    deskNumber: Int
    desk: Desk @belongsTo(references: ["deskFloor", "deskNumber"])
  }
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    firm: Firm @belongsTo
  }
  type Tag @model @auth(rules: [{ allow: private }]) {
    id: ID!
    firms: [Firm] @manyToMany(relationName: "FirmTag")
  }
`;

/** Few names, so that rows often meet. */
const IDS = 6;
/** Rows of each type that no writer changes. */
const QUIET = 4;
/** With this the first firms fill a page of 1 MB, so that the job reads firms in several steps. */
const BALLAST = 'x'.repeat(300_000);

/** Opens a tenant with rows that no writer changes, and with some that all change. */
export async function openExportRig(): Promise<JobRig> {
  const quiet = Array.from({ length: QUIET }, (_, n) => `${n}-quiet`);
  const ids = [...quiet, ...Array.from({ length: IDS }, (_, n) => `${n}-busy`)];
  const acme = {
    Firm: [
      { id: '0-giver', name: 'given' },
      ...ids.map((id) => ({ id, name: id, ...(quiet.includes(id) && { ballast: BALLAST }) })),
      { id: '9-taker' },
    ],
    Desk: ids.map((floor) => ({ floor, number: 0, firmDesksId: floor })),
    Lamp: ids.map((id) => ({ id, code: id, deskFloor: id, deskNumber: 0 })),
    Note: ids.map((id) => ({ id, firmNotesId: id })),
    Tag: ids.map((id) => ({ id })),
    FirmTag: ids.map((id) => ({ id, firmId: id, tagId: id })),
  };
  const rig = await openJobRig({ sdl, seed: { rows: { acme } } });
  const store = await rig.store('acme');
  await store.transact([{ op: 'advance', name: 'invoice', from: 0, to: 7 }]);
  return rig;
}

/** Returns a random mutation of the tenant's rows. The API may refuse it. */
function randomWrite(random: () => number): string {
  const n = (most: number): number => Math.floor(random() * most);
  const id = (): string => `${n(IDS)}-busy`;
  const firm = id();
  const desk = `floor: "${id()}", number: ${n(2)}`;
  const writes = [
    `createFirm(input: { id: "${firm}", name: "${id()}", firmPartsId: "${id()}" }) { id }`,
    `createFirm(input: { id: "${firm}" }) { id }`,
    `updateFirm(input: { id: "${firm}", name: "${id()}" }) { id }`,
    `updateFirm(input: { id: "${firm}", firmPartsId: "${id()}" }) { id }`,
    `deleteFirm(input: { id: "${firm}" }) { id }`,
    `createDesk(input: { ${desk}, firmDesksId: "${firm}" }) { number }`,
    `updateDesk(input: { ${desk}, firmDesksId: "${firm}" }) { number }`,
    `createLamp(input: { id: "${id()}", code: "${id()}", deskFloor: "${id()}", deskNumber: ${n(2)} }) { id }`,
    `updateLamp(input: { id: "${id()}", code: "${id()}" }) { id }`,
    `deleteLamp(input: { id: "${id()}" }) { id }`,
    `createNote(input: { id: "${id()}", firmNotesId: "${firm}" }) { id }`,
    `createTag(input: { id: "${id()}" }) { id }`,
    `deleteTag(input: { id: "${id()}" }) { id }`,
    `createFirmTag(input: { firmId: "${firm}", tagId: "${id()}" }) { id }`,
  ];
  return `mutation { ${writes[n(writes.length)] ?? ''} }`;
}

/** Runs an export step by step. `between` runs after each step. */
async function exportStepByStep(rig: JobRig, between: (job: JobAnswer) => Promise<void>): Promise<JobAnswer> {
  const job = await rig.requestExport('acme');
  for (;;) {
    const outcome = await runJob(rig.api.jobParts, job.tenantId, job.id, { until: 0 });
    if (outcome.is === 'LATER') rig.pass(outcome.at);
    else return rig.job(job);
    await between(job);
  }
}

/** Imports an export, and expects that the new tenant is whole: references, counters, unique values and sequences. */
export async function expectRestores(rig: JobRig, exported: JobAnswer): Promise<string> {
  expect(exported).toMatchObject({ status: 'DONE', error: null });
  const summary = JSON.parse(exported.result ?? '') as { rows: number; rowsLeftOut: number };
  const archive = { export: { tenantId: exported.tenantId, jobId: exported.id } };
  const behind = openBehind(rig.api);
  const job = await rig.requestImport({ archive, name: 'Restored' });
  await rig.work();
  await behind.changes();
  const done = await rig.job(job);
  expect(done).toMatchObject({ status: 'DONE', error: null, done: summary.rows });
  expect(JSON.parse(done.result ?? '')).toMatchObject({ rowsLeftOut: summary.rowsLeftOut, sameSchema: true });
  const raw = await rawOf(rig, job.tenantId);
  expect(raw.rows.map(([, row]) => row).length).toBe(summary.rows);
  expect(raw.problems).toEqual([]);
  for (const type of ['Firm', 'Desk', 'Lamp', 'Note', 'Tag', 'FirmTag'])
    expect(raw.rows.filter(([name]) => name === type).length).toBeGreaterThanOrEqual(QUIET);
  expect(await (await rig.store(job.tenantId)).sequence('invoice')).toBe(7);
  return job.tenantId;
}

/** Reads the rows of a tenant raw. `problems` says what does not fit. */
async function rawOf(
  { api }: JobRig,
  tenant: string,
): Promise<{ readonly rows: readonly (readonly [string, Row])[]; readonly problems: readonly string[] }> {
  const items = (await dump(api)).filter(({ key }) => key.startsWith(`data T#${tenant}#`));
  const { model } = api;
  const rows = items.flatMap(({ key, item }): (readonly [string, Row])[] => {
    const number = Number(/^data T#[^#]*#(\d+) /.exec(key)?.[1]);
    const type = Object.values(model.models).find((one) => one.number === number);
    if (!type) return [];
    return [
      [type.name, Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]))],
    ];
  });
  const keys = new Set(rows.map(([type, row]) => idOf(model, type, row)));
  const problems: string[] = [];
  const uniques = new Map<string, number>();
  for (const [name, row] of rows) {
    const type = model.models[name];
    for (const { fields, target } of type?.references ?? []) {
      const values = fields.map((one) => row[one] ?? null);
      if (values.includes(null)) continue;
      const id = JSON.stringify([target, ...values]);
      if (!keys.has(id)) problems.push(`${idOf(model, name, row)} refers to ${id}`);
    }
    for (const { name: unique, fields } of type?.uniques ?? []) {
      const values = fields.map((one) => row[one] ?? null);
      const id = JSON.stringify([name, unique, ...values]);
      if (!values.includes(null)) uniques.set(id, (uniques.get(id) ?? 0) + 1);
    }
  }
  for (const [id, count] of uniques) if (count > 1) problems.push(`${count} rows have ${id}`);
  const reserved = items.filter(({ key }) => key.includes('#UNIQUE# ')).length;
  if (reserved !== uniques.size) problems.push(`${reserved} unique values of ${uniques.size} are reserved`);
  for (const type of Object.values(model.models)) {
    if (type.operations.count === null) continue;
    const shards = items.filter(({ key }) => key.startsWith(`data T#${tenant}#COUNT# ${type.name}#`));
    const counted = shards.reduce((sum, { item }) => sum + Number(item['count']?.N), 0);
    const there = rows.filter(([name]) => name === type.name).length;
    if (counted !== there) problems.push(`${type.name} counts ${counted} rows of ${there}`);
  }
  return { rows, problems };
}

function idOf(model: Model, type: string, row: Row): string {
  const key = model.models[type]?.key;
  return JSON.stringify([type, ...(key ? keyFields(key).map((one) => row[one] ?? null) : [])]);
}

function plain(value: { readonly S?: string; readonly N?: string }): Json {
  if (value.N !== undefined) return Number(value.N);
  return value.S ?? null;
}

/** Expects that a unique value which the restored tenant holds cannot be taken again. */
export async function expectTaken(rig: JobRig, tenant: string): Promise<void> {
  const store = await rig.store(tenant);
  const type = rig.api.model.models['Firm'];
  if (!type) throw new Error('There is no type Firm.');
  const row = { id: 'another', name: '0-quiet' };
  await expect(store.transact([{ op: 'put', type, row, condition: null }])).rejects.toMatchObject({
    reason: 'taken',
  });
}

/**
 * Exports while other writers write between the steps, so that the same seed writes the same. Between two pages of firms
 * a firm of the first gives its name to one of the second.
 */
export async function exportRound(rig: JobRig, seed: number, writes: number): Promise<JobAnswer> {
  const random = randomFrom(seed);
  let isPassedOn = false;
  return exportStepByStep(rig, async (job) => {
    const state = (await rig.api.control.get('job', job))?.state;
    if (!isPassedOn && typeof state?.['after'] === 'string') {
      isPassedOn = true;
      await rig.api.ask('alice', 'mutation { updateFirm(input: { id: "0-giver", name: "new" }) { id } }');
      await rig.api.ask('alice', 'mutation { updateFirm(input: { id: "9-taker", name: "given" }) { id } }');
    }
    for (let n = 0; n < writes; n += 1) await rig.api.ask('alice', randomWrite(random));
  });
}

/** Exports while writers write at the same time. Returns the job and how many writes were done. */
export async function exportUnderLoad(
  rig: JobRig,
  seed: number,
  writers: number,
): Promise<{ readonly job: JobAnswer; readonly done: number }> {
  let done = 0;
  let isOver = false;
  const loads = Array.from({ length: writers }, async (_, writer) => {
    const random = randomFrom(seed * 100 + writer);
    while (!isOver) {
      const { errors } = await rig.api.ask('alice', randomWrite(random));
      if (errors.length === 0) done += 1;
    }
  });
  const begun = await rig.requestExport('acme');
  await rig.work();
  isOver = true;
  await Promise.all(loads);
  return { job: await rig.job(begun), done };
}
