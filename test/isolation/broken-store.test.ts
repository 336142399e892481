import { AsyncLocalStorage } from 'node:async_hooks';

import type { Send } from '../../src/store/index.ts';
import type { Command, Item } from '../../src/store/dynamo/driver/send.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { dump, naming, type Dumped } from '../platform/dump.ts';
import { randomFrom } from '../random-from.ts';
import { roundsOf } from '../sweeps/rounds.ts';

const SEED = 20261124;
const ROUNDS = roundsOf(25);

const sdl = `
type Folder @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String! @unique
  files: [File] @hasMany(indexName: "byFolder", fields: ["id"])
}
type File @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String!
  folderId: ID! @index(name: "byFolder", sortKeyFields: ["name"], queryField: "filesByFolder")
  folder: Folder @belongsTo(fields: ["folderId"])
}
`;
const IDS = ['0', '1', '2'];
const OTHER = { acme: 'globex', globex: 'acme' } as const;
type Tenant = keyof typeof OTHER;
const USERS: Readonly<Record<Tenant, string>> = { acme: 'alice', globex: 'carol' };

const random = randomFrom(SEED);
/** Whether a call of a request named a key of the other tenant. A call may outlive the answer of its request. */
const requests = new AsyncLocalStorage<{ strayed: boolean }>();
const stray = (): void => {
  const request = requests.getStore();
  if (request) request.strayed = true;
};

/**
 * Wraps `send` so that keys swap tenants at random: in calls for rows, batches, transactions and queries of an
 * index.
 */
function broken(send: Send): Send {
  return (command, options) => send(swapped(command), options);
}

function swapped({ name, input }: Command): Command {
  const found = name === 'Query' ? swapText(input) : swapKeys(input);
  return { name, input: found } as Command;
}

function otherTenants(text: string): string {
  return text.replace(/^T#(acme|globex)#/, (_, tenant: Tenant) => `T#${OTHER[tenant]}#`);
}

/** Swaps, at random, the tenant in the partition that a query names. */
function swapText(input: Extract<Command, { name: 'Query' }>['input']): unknown {
  if (random() < 2 / 3) return input;
  const values = Object.entries(input.ExpressionAttributeValues ?? {});
  stray();
  return {
    ...input,
    ExpressionAttributeValues: Object.fromEntries(
      values.map(([key, value]) => [key, typeof value === 'string' ? otherTenants(value) : value]),
    ),
  };
}

/** Swaps, at random, the tenant in each key and item of a call, at any depth. */
function swapKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(swapKeys);
  if (typeof value !== 'object' || value === null) return value;
  if (!('__pk' in value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, swapKeys(inner)]));
  if (random() < 3 / 4) return value;
  stray();
  const item = Object.entries(value as Item);
  return Object.fromEntries(
    item.map(([key, inner]) => [key, typeof inner === 'string' ? otherTenants(inner) : inner]),
  );
}

let api: TestApi;
async function open(silos: readonly Tenant[]): Promise<void> {
  // The same ids in both tenants; every name begins with the tenant.
  const rowsOf = (tenant: string) => ({
    Folder: IDS.map((id) => ({ id, name: `${tenant} folder ${id}` })),
    File: IDS.flatMap((folderId) =>
      IDS.map((n) => ({ id: `${folderId}-${n}`, name: `${tenant} file ${n}`, folderId })),
    ),
  });
  api = await openTestApi({
    sdl,
    seed: { rows: { acme: rowsOf('acme'), globex: rowsOf('globex') } },
    through: broken,
    silos,
  });
}

/** Operations of every kind that access rows; every name in them begins with the tenant. */
const operations = (tenant: Tenant, n: number): readonly string[] => {
  const id = IDS[n % IDS.length] ?? '0';
  const made = `${tenant} made ${n}`;
  return [
    `{ getFolder(id: "${id}") { name files { items { name folder { name } } } } }`,
    '{ listFolders { items { name files(limit: 2) { items { name } nextToken } } totalCount } countFiles }',
    // One call reads the folders of all files.
    `{ listFiles { items { name folder { name } } } }`,
    `{ filesByFolder(folderId: "${id}") { items { name folder { name } } } }`,
    `mutation { createFolder(input: { id: "made-${n}", name: "${made}" }) { name files { items { name } } } }`,
    `mutation { updateFolder(input: { id: "${id}", name: "${tenant} renamed ${n}" }) { name } }`,
    `mutation { createFiles(input: [
      { id: "a-${n}", name: "${made}", folderId: "${id}" }, { id: "b-${n}", name: "${made}", folderId: "${id}" }
    ]) { name folder { name } } }`,
    `mutation { updateFile(input: { id: "a-${n}", name: "${tenant} moved ${n}", folderId: "0" }) { name } }`,
    `mutation { deleteFile(input: { id: "b-${n}" }) { name } }`,
  ];
};

const codesOf = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions['code']);
const of = (items: readonly Dumped[], tenant: Tenant): readonly Dumped[] =>
  items.filter(({ key }) => key.startsWith(`data T#${tenant}#`));

describe.each([
  ['acme', []],
  ['globex', []],
  ['acme', ['acme']],
  ['globex', ['acme']],
] as const)(
  `a store whose keys swap tenants at random (seed ${SEED}), called by %s, with silo tables for %j`,
  (tenant, silos) => {
    const tally = { denied: 0, answered: 0 };
    const answers: { readonly answer: Answer; readonly strayed: boolean }[] = [];
    let before: readonly Dumped[];
    let after: readonly Dumped[];
    let logged: string;

    beforeAll(async () => {
      await open(silos);
      before = await dump(api);
      const lines = api.log.length;
      for (let n = 0; n < ROUNDS; n += 1)
        for (const operation of operations(tenant, n)) {
          const request = { strayed: false };
          const answer = await requests.run(request, () => api.ask(USERS[tenant], operation));
          const { strayed } = request;
          answers.push({ answer, strayed });
          tally[strayed ? 'denied' : 'answered'] += 1;
        }
      after = await dump(api);
      logged = JSON.stringify(api.log.slice(lines).filter(({ message }) => message === 'isolation alarm'));
    });
    afterAll(() => api.close());

    it(`fails every request of ${tenant} that names another tenant and answers all others`, () => {
      for (const { answer, strayed: denied } of answers) {
        const codes = codesOf(answer);
        if (denied) expect(codes).toContain('INTERNAL');
        else expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
      }
      expect(tally.denied).toBeGreaterThan(ROUNDS);
      expect(tally.answered).toBeGreaterThan(ROUNDS);
    });

    it(`returns no row of another tenant to ${tenant}`, () => {
      const names = answers.flatMap(({ answer }) => [
        ...JSON.stringify(answer.data).matchAll(/"name":"([^"]*)"/g),
      ]);
      expect(names.length).toBeGreaterThan(ROUNDS);
      for (const [, name] of names) expect(name?.startsWith(`${tenant} `)).toBe(true);
      expect(JSON.stringify(answers.map(({ answer }) => answer.errors))).not.toContain('T#');
    });

    it(`writes every item of ${tenant} only to that tenant's partitions and table`, () => {
      expect(of(after, OTHER[tenant])).toEqual(of(before, OTHER[tenant]));
      expect(naming(of(after, tenant), OTHER[tenant])).toEqual([]);
      expect(of(after, tenant).length).toBeGreaterThan(of(before, tenant).length);
      for (const { key, silo } of of(after, 'acme')) expect([key, silo]).toEqual([key, silos[0] ?? null]);
      for (const { key, silo } of of(after, 'globex')) expect([key, silo]).toEqual([key, null]);
    });

    it(`raises an alarm with ${tenant} and the action but without any key`, () => {
      expect(logged).toContain(`assumed-role/tenant/${tenant}`);
      for (const action of ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'])
        expect(logged).toContain(`"action":"dynamodb:${action}"`);
      expect(logged).not.toContain('T#');
      expect(logged).not.toContain(' made ');
    });
  },
);
