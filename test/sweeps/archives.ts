import { gunzipSync } from 'node:zlib';

import {
  copyOf,
  exported,
  requestImport,
  upload,
  type Loose,
  type Unpacked,
} from '../platform/archive-kit.ts';
import { openJobRig, type JobAnswer, type JobRig } from '../platform/job-rig.ts';
import { randomFrom } from '../random-from.ts';
import { mutate, type Mutated } from './mutate-archive.ts';
import { SWEEP_SEED } from './sample.ts';

const sdl = /* GraphQL */ `
  enum Kind {
    A
    B
  }
  type Home {
    street: String!
    rooms: Int
  }
  type Person @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String! @unique
    age: Int
    score: Float
    kind: Kind
    names: [String!]
    home: Home
    born: AWSDate
    more: AWSJSON
    staff: [Person] @hasMany(onDelete: SET_NULL)
    boss: Person @belongsTo
  }
  type Tag @model @auth(rules: [{ allow: private }]) {
    id: ID!
    at: Int! @index(name: "byAt", sortKeyFields: ["title"])
    title: String
  }
`;
const PERSON = [
  ...['id', 'name', 'age', 'score', 'kind', 'names', 'born', 'more', 'personStaffId', 'createdAt'],
  'updatedAt',
];
const TAG = ['id', 'at', 'title', 'createdAt', 'updatedAt'];

/** Codes of a request that is refused because of what its archive holds. */
const REFUSALS = ['VALIDATION_FAILED', 'NOT_FOUND', 'INVALID_ARGUMENTS'];

/** Tests that an archive with random mistakes is refused with a sentence, or imported with what it holds. */
export function sweepArchives(count: number): void {
  let rig: JobRig;
  let good: Unpacked;

  beforeAll(async () => {
    const acme = {
      Person: [
        {
          ...{ id: 'a', name: 'Ada', age: 36, score: 1.5, kind: 'A', names: ['x', 'y'], born: '1815-12-10' },
          ...{ home: { street: 'High', rooms: 3 }, more: '{"a":1}', personStaffId: 'b' },
        },
        { id: 'b', name: 'Bo', personStaffId: 'a' },
        { id: 'c', name: 'Cy' },
      ],
      Tag: [
        { id: 't', at: 1, title: 'one' },
        { id: 'u', at: 2 },
      ],
    };
    rig = await openJobRig({ sdl, seed: { rows: { acme } } });
    const store = await rig.store('acme');
    await store.transact([{ op: 'advance', name: 'invoice', from: 0, to: 7 }]);
    await rig.api.register.changeTenant('acme', {
      roles: { Clerk: { description: 'Reads.', permissions: ['Person:read', 'Tag:*'] } },
      settings: { allowImpersonation: false, custom: { theme: { dark: true } } },
    });
    good = await exported(rig, 'acme');
  });
  afterAll(() => rig.api.close());

  /** Sends an archive. Returns the sentence of its refusal, or the tenant that it became. */
  async function send({ archive, manifest }: Mutated): Promise<{ error: string } | { tenantId: string }> {
    const uploadId = await upload(rig, archive, manifest);
    const { data, errors } = await requestImport(rig, uploadId, { withMembers: true, withOverrides: true });
    const [refused] = errors;
    if (refused) {
      expect(REFUSALS).toContain(refused.extensions['code']);
      return { error: refused.message };
    }
    await rig.work();
    const { status, error, tenantId } = await rig.job(data?.['importTenant'] as JobAnswer);
    return status === 'DONE' ? { tenantId } : { error: error ?? '' };
  }

  /** Returns the rows that the files of an archive hold, by type, with the fields that the schema has. */
  function rowsIn({ archive, manifest }: Mutated, type: string, fields: readonly string[]): Loose[] {
    const { sections } = JSON.parse(String(manifest)) as Unpacked['manifest'];
    const lines = (sections[`rows/${type}`]?.parts ?? []).flatMap(({ name }) =>
      gunzipSync(archive.files.get(name) ?? Buffer.alloc(0))
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    );
    const rows = lines.map((line) => JSON.parse(line) as Loose);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    return [...byId.values()].map((row) =>
      Object.fromEntries(fields.map((field) => [field, Object.hasOwn(row, field) ? row[field] : null])),
    );
  }

  /** Expects that a member reads without an error what the archive holds. */
  async function expectRight(mutated: Mutated, tenantId: string): Promise<void> {
    const alice = await rig.api.platform.identities.find('alice');
    await rig.api.register.putMembership({
      ...{ tenantId, userId: alice?.userId ?? '', username: 'alice', roles: ['MEMBER'] },
    });
    const query = `{
      listPeople { items { ${PERSON.join(' ')} home { street rooms } } }
      listTags { items { ${TAG.join(' ')} } }
    }`;
    const { data, errors } = await rig.api.ask('alice', query, {}, tenantId);
    expect(errors).toEqual([]);
    const people = (data?.['listPeople'] as { items: Loose[] }).items.map(({ home: _, ...row }) => row);
    const order = (rows: readonly Loose[]): Loose[] =>
      [...rows].sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
    expect(order(people)).toEqual(order(rowsIn(mutated, 'Person', PERSON)));
    const tags = (data?.['listTags'] as { items: Loose[] }).items;
    expect(order(tags)).toEqual(order(rowsIn(mutated, 'Tag', TAG)));
    const tenant = await rig.api.control.get('tenant', { id: tenantId });
    expect(Object.keys(tenant?.roles ?? {})).not.toContain('MEMBER');
    for (const { permissions } of Object.values(tenant?.roles ?? {}))
      expect(permissions.every((permission) => /^\S+:\S+$/.test(permission))).toBe(true);
  }

  test(`${count} archives with random mistakes are each refused with a sentence or imported as they are (SWEEP_SEED=${SWEEP_SEED})`, async () => {
    const random = randomFrom(SWEEP_SEED);
    const tally = { refused: 0, imported: 0 };
    for (let n = 0; n < count; n += 1) {
      const mutated = mutate(random, copyOf(good));
      const from = rig.api.log.length;
      const outcome = await send(mutated);
      const at = { n, changes: mutated.changes };
      if ('error' in outcome) {
        expect({ ...at, error: outcome.error }).toEqual({
          ...at,
          error: expect.stringMatching(/^[A-Z].{5,600}\.$/s) as string,
        });
        expect({ ...at, error: outcome.error }).not.toMatchObject({
          error: expect.stringMatching(/our side|process/) as string,
        });
        tally.refused += 1;
      } else {
        try {
          await expectRight(mutated, outcome.tenantId);
        } catch (error) {
          throw new Error(`${JSON.stringify(at)}\n${(error as Error).message}`);
        }
        tally.imported += 1;
      }
      expect({ ...at, log: rig.api.log.slice(from).filter(({ level }) => level === 'error') }).toEqual({
        ...at,
        log: [],
      });
    }
    expect((await rig.api.askOperator('opal', '{ tenants(limit: 200) { items { id } } }')).errors).toEqual(
      [],
    );
    process.stdout.write(`archives: ${tally.refused} refused, ${tally.imported} imported\n`);
    expect(Math.min(tally.refused, tally.imported)).toBeGreaterThan(0);
  });
}
