import { openTestApi, type TestApi } from '../api.ts';
import { roundsOf } from '../sweeps/rounds.ts';

const sdl = `
type Folder @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String!
  files: [File] @hasMany(indexName: "byFolder", fields: ["id"])
}
type File @model @auth(rules: [{ allow: private }]) {
  id: ID!
  name: String!
  folderId: ID! @index(name: "byFolder", sortKeyFields: ["name"])
  folder: Folder @belongsTo(fields: ["folderId"])
}
`;
const TENANTS = ['acme', 'globex'] as const;
const users = { acme: 'alice', globex: 'carol' };
const IDS = Array.from({ length: 5 }, (_, n) => String(n));

let api: TestApi;
async function open(silos: readonly string[]): Promise<void> {
  // The same ids in both tenants; every name begins with the tenant.
  const rowsOf = (tenant: string) => ({
    Folder: IDS.map((id) => ({ id, name: `${tenant} folder ${id}` })),
    File: IDS.flatMap((folderId) =>
      IDS.map((n) => ({ id: `${folderId}-${n}`, name: `${tenant} file ${n}`, folderId })),
    ),
  });
  api = await openTestApi({ sdl, seed: { rows: { acme: rowsOf('acme'), globex: rowsOf('globex') } }, silos });
}

const nested = `query Nested($id: ID!, $file: ID!) {
  getFolder(id: $id) { name files(limit: 3) { items { name folder { name } } nextToken } }
  getFile(id: $file) { name folder { name files { items { name } } } }
  listFolders { items { name } }
}`;
const rename = `mutation Rename($input: UpdateFolderInput!) { updateFolder(input: $input) { name files { items { name } } } }`;

/** Returns all the names in an answer. */
function namesIn(data: unknown): string[] {
  return [...JSON.stringify(data).matchAll(/"name":"([^"]*)"/g)].map(([, name = '']) => name);
}

describe.each([[[]], [['globex']]])(
  'one handler that serves two tenants concurrently, with silo tables for %j',
  (silos) => {
    beforeAll(() => open(silos));
    afterAll(() => api.close());

    it("answers hundreds of interleaved requests with rows of the caller's tenant only", async () => {
      const request = async (tenant: 'acme' | 'globex', n: number) => {
        const id = IDS[n % IDS.length] ?? '0';
        const answer =
          n % 10 === 9
            ? await api.ask(users[tenant], rename, { input: { id, name: `${tenant} renamed ${n}` } })
            : await api.ask(users[tenant], nested, { id, file: `${id}-1` });
        return { tenant, answer };
      };
      for (let round = 0; round < roundsOf(10); round += 1) {
        const at = Array.from({ length: 16 }, (_, n) => round * 16 + n);
        const answers = await Promise.all(at.flatMap((n) => TENANTS.map((tenant) => request(tenant, n))));
        for (const { tenant, answer } of answers) {
          const names = namesIn(answer.data);
          expect(answer.errors).toEqual([]);
          expect(names.length).toBeGreaterThan(3);
          expect(names.filter((name) => !name.startsWith(`${tenant} `))).toEqual([]);
        }
      }
    });

    it('raises no alarm', () => {
      expect(api.log.filter(({ level }) => level === 'error')).toEqual([]);
    });

    it('keeps no row of an earlier request', async () => {
      const read = (): ReturnType<TestApi['ask']> =>
        api.ask('alice', '{ getFolder(id: "1") { name files { items { name } } } }');
      await read();
      await api.ask('alice', rename, { input: { id: '1', name: 'acme changed' } });
      const move = 'mutation { updateFile(input: { id: "1-0", folderId: "2" }) { id } }';
      await api.ask('alice', move);
      const { data } = await read();
      expect(data).toMatchObject({ getFolder: { name: 'acme changed' } });
      expect(namesIn(data)).not.toContain('acme file 0');
    });

    it('answers a user of two tenants from the tenant in the token', async () => {
      const [first, second] = await Promise.all([
        api.ask('sam', '{ getFolder(id: "3") { name } }', {}, 'acme'),
        api.ask('sam', '{ getFolder(id: "3") { name } }', {}, 'globex'),
      ]);
      expect(
        namesIn(first.data)
          .concat(namesIn(second.data))
          .map((name) => name.split(' ')[0]),
      ).toEqual(['acme', 'globex']);
    });
  },
);
