import { gzipSync } from 'node:zlib';

import { MAX_RECORDS } from '../../src/platform/jobs/archive-format.ts';
import {
  copyOf,
  exported,
  imported,
  recordsOf,
  repack,
  repackRecords,
  type Loose,
  type Unpacked,
} from './archive-kit.ts';
import { everything } from '../store/sample-types.ts';
import { openJobRig, type JobAnswer, type JobRig } from './job-rig.ts';

const sdl = /* GraphQL */ `
  enum Kind {
    A
    B
  }
  type Home {
    street: String!
  }
  type Person @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String! @unique
    age: Int
    kind: Kind
    tags: [String!]
    home: Home
    born: AWSDate
    mail: AWSEmail @unique
  }
`;
const PEOPLE = 'rows/Person/1.ndjson.gz';
const STAMPS = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };

let rig: JobRig;
let good: Unpacked;
beforeAll(async () => {
  const acme = {
    Person: [
      { id: 'a', name: 'Ada', age: 36, kind: 'A', tags: ['x'], home: { street: 'High' }, born: '1815-12-10' },
      { id: 'b', name: 'Bo' },
    ],
  };
  rig = await openJobRig({ sdl, seed: { rows: { acme } } });
  const store = await rig.store('acme');
  await store.transact([{ op: 'advance', name: 'invoice', from: 0, to: 7 }]);
  await rig.api.control.transact(async (transaction) => {
    const tenant = await transaction.get('tenant', { id: 'acme' });
    if (tenant)
      transaction.put('tenant', {
        ...tenant,
        overrides: { limits: { seats: 9 }, features: { reports: true } },
        roles: { Clerk: { description: null, permissions: ['Person:read'] } },
        settings: { allowImpersonation: true, custom: { theme: 'dark' } },
      });
  });
  good = await exported(rig, 'acme');
});
afterAll(() => rig.api.close());

/** Imports the good archive with a change. Returns the error of the request or of the job, or null. */
async function errorOf(edit: (archive: Unpacked) => void, more: object = {}): Promise<string | null> {
  const archive = copyOf(good);
  edit(archive);
  const outcome = await imported(rig, archive, more);
  if ('job' in outcome) return outcome.job.error;
  expect(outcome.refused.extensions['code']).toBe('VALIDATION_FAILED');
  return outcome.refused.message;
}

async function tenantOf(outcome: Awaited<ReturnType<typeof imported>>) {
  if (!('job' in outcome)) throw new Error(outcome.refused.message);
  expect(outcome.job).toMatchObject({ status: 'DONE', error: null });
  return rig.api.control.get('tenant', { id: outcome.job.tenantId });
}

describe('an import refuses with a sentence', () => {
  test.each<[string, (manifest: Loose) => void, string]>([
    ['sections that are null', (m) => (m['sections'] = null), '"sections" must be an object'],
    ['sections that are a list', (m) => (m['sections'] = []), '"sections" must be an object'],
    [
      'a section that is null',
      (m) => (m['sections'] = { sequences: null }),
      '"sections.sequences" must be an object',
    ],
    [
      'a section without parts',
      (m) => (m['sections'] = { sequences: {} }),
      '"sections.sequences.parts" must be a list',
    ],
    [
      'a section of another format',
      (m) => (m['sections'] = { events: { count: 0, parts: [] } }),
      'is no section',
    ],
    ['a tenant without anything', (m) => (m['tenant'] = {}), '"tenant.id" must be a text'],
    ['a tenant that is a list', (m) => (m['tenant'] = []), '"tenant" must be an object'],
    [
      'overrides that are null',
      (m) => ((m['tenant'] as Loose)['overrides'] = null),
      '"tenant.overrides" must be',
    ],
    [
      'settings that are null',
      (m) => ((m['tenant'] as Loose)['settings'] = null),
      '"tenant.settings" must be',
    ],
    [
      'roles that are null',
      (m) => ((m['tenant'] as Loose)['roles'] = null),
      '"tenant.roles" must be an object',
    ],
    ['a name that is a number', (m) => ((m['tenant'] as Loose)['name'] = 5), '"tenant.name" must be a text'],
    [
      'a name that moves the cursor of a terminal',
      (m) => ((m['tenant'] as Loose)['name'] = 'A\u001b[2J'),
      '"tenant.name" must be one line without control characters',
    ],
    [
      'a role without a list of permissions',
      (m) => ((m['tenant'] as Loose)['roles'] = { Clerk: { permissions: 5 } }),
      'must have a list of "permissions"',
    ],
    [
      'a role that every tenant has',
      (m) => ((m['tenant'] as Loose)['roles'] = { MEMBER: { permissions: ['*:*'] } }),
      '"MEMBER" is a role that every tenant has',
    ],
    [
      'a role with an unknown permission',
      (m) => ((m['tenant'] as Loose)['roles'] = { Clerk: { permissions: ['Persn:read'] } }),
      'There is no permission "Persn:read". Did you mean "Person:read"?',
    ],
    ['a role that is null', (m) => ((m['tenant'] as Loose)['roles'] = { Clerk: null }), 'the role "Clerk"'],
    [
      'a permission that is a number',
      (m) => ((m['tenant'] as Loose)['roles'] = { Clerk: { permissions: [5] } }),
      'must be a list of texts',
    ],
    [
      'settings of 20 KB',
      (m) => ((m['tenant'] as Loose)['settings'] = { custom: { a: 'x'.repeat(20_000) } }),
      'at most 16384 bytes',
    ],
    [
      'settings of another type',
      (m) => ((m['tenant'] as Loose)['settings'] = { allowImpersonation: 'yes' }),
      'must be true or false',
    ],
    [
      'more records in a part than the format allows',
      (m) =>
        (m['sections'] = {
          sequences: {
            count: 5000,
            parts: [{ ...good.manifest.sections['sequences']?.parts[0], count: 5000 }],
          },
        }),
      `from 0 to ${MAX_RECORDS}`,
    ],
    [
      'a file of another folder',
      (m) =>
        (m['sections'] = {
          sequences: {
            count: 1,
            parts: [{ ...good.manifest.sections['sequences']?.parts[0], name: 'sequences/../../x' }],
          },
        }),
      'is no file of its section',
    ],
  ])('a manifest with %s', async (_what, edit, message) => {
    expect(
      await errorOf(({ manifest }) => {
        edit(manifest);
      }),
    ).toContain(message);
  });

  test.each<[string, Loose, string]>([
    ['a number as a text', { id: 'a', name: 5 }, 'name String cannot represent'],
    ['a missing required value', { id: 'a' }, 'name is required'],
    ['a missing key', { name: 'Ada' }, 'id is required'],
    ['a number as a key', { id: 5, name: 'Ada' }, 'id must be a text'],
    ['an unknown value of an enum', { id: 'a', name: 'Ada', kind: 'C' }, 'kind is no value of Kind'],
    ['an object as a list', { id: 'a', name: 'Ada', tags: {} }, 'tags must be a list'],
    ['a null in a list', { id: 'a', name: 'Ada', tags: [null] }, 'tags[0] is required'],
    ['half an object', { id: 'a', name: 'Ada', home: {} }, 'home.street is required'],
    ['a day that does not exist', { id: 'a', name: 'Ada', born: '2026-02-30' }, 'born'],
    ['a key that is too long', { id: 'x'.repeat(2000), name: 'Ada' }, 'too long'],
    ['a text that is not Unicode', { id: 'a', name: '\ud800' }, 'not well-formed Unicode'],
  ])('a row with %s', async (_what, row, message) => {
    const error = await errorOf((archive) => {
      repackRecords(archive, PEOPLE, [{ ...STAMPS, ...row }]);
    });
    expect(error).toContain(message);
  });

  test.each<[string, unknown]>([
    ['a fraction', { name: 's', last: 1.5 }],
    ['a negative number', { name: 's', last: -1 }],
    ['a number beyond 2^53', { name: 's', last: 1e300 }],
    ['no name', { last: 1 }],
  ])('a sequence with %s', async (_what, record) => {
    const error = await errorOf((archive) => {
      repackRecords(archive, 'sequences/1.ndjson.gz', [record]);
    });
    expect(error).toBe('The archive holds a sequence without a name or a whole number.');
  });

  test.each<[string, string, string]>([
    ['too long for a key', 'x'.repeat(2000), 'is too long for a key'],
    ['no Unicode', '\ud800', 'not well-formed Unicode'],
  ])('a sequence whose name is %s', async (_what, name, message) => {
    const error = await errorOf((archive) => {
      repackRecords(archive, 'sequences/1.ndjson.gz', [{ name, last: 1 }]);
    });
    expect(error).toContain(message);
  });

  test('an archive of 58 KB that unfolds to 64 MB, and the next job runs', async () => {
    const bomb = gzipSync('{}\n'.repeat(21_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    expect(
      await errorOf((archive) => {
        repack(archive, PEOPLE, bomb, 2);
      }),
    ).toBe(`The archive has a file "${PEOPLE}" that holds more than 4 MB.`);
    expect(await errorOf(() => undefined)).toBeNull();
  });
});

test('an import compares days and unique values by what they mean, and keeps their spelling', async () => {
  const ada = { id: 'a', name: 'Ada', mail: 'Ada@example.com', born: '1815-12-10+00:00', ...STAMPS };
  const twice = await errorOf((archive) => {
    repackRecords(archive, PEOPLE, [ada, { ...ada, id: 'b', name: 'Bo', mail: 'ada@Example.com' }]);
  });
  expect(twice).toBe('Another row holds the value of "mail" of a Person of the archive.');
  const archive = copyOf(good);
  repackRecords(archive, PEOPLE, [ada]);
  const tenant = await tenantOf(await imported(rig, archive));
  const type = rig.api.model.models['Person'];
  if (!tenant || !type) throw new Error('The import made no tenant.');
  const store = await rig.store(tenant.id);
  const filter = { field: 'born', op: 'eq', value: '1815-12-10' } as const;
  const { rows } = await store.query({ ...everything, type, filter });
  expect(rows).toEqual([ada]);
});

test('an import takes custom roles and settings, but no limits or features unless the operator asks', async () => {
  const silent = await tenantOf(await imported(rig, copyOf(good), { name: 'A' }));
  expect(silent).toMatchObject({
    roles: { Clerk: { permissions: ['Person:read'] } },
    settings: { allowImpersonation: true, custom: { theme: 'dark' } },
  });
  expect(silent?.overrides).toEqual({ limits: {}, features: {} });
  const asked = await tenantOf(await imported(rig, copyOf(good), { name: 'B', withOverrides: true }));
  expect(asked?.overrides).toEqual({ limits: { seats: 9 }, features: { reports: true } });
  const wrong = (limits: object) =>
    errorOf(({ manifest }) => void (manifest.tenant['overrides'] = { limits }), { withOverrides: true });
  expect(await wrong({ requestsPerSecond: 1e300 })).toContain('must lie between');
  expect(await wrong({ seats: 'many' })).toContain('must be a number');
  expect(await wrong({ gold: 1 })).toContain('There is no limit "gold"');
});

describe('the members of an archive', () => {
  const resultOf = async (archive: Unpacked) => {
    const outcome = await imported(rig, archive, { name: 'M', withMembers: true });
    const tenant = await tenantOf(outcome);
    const { result, tenantId } = (outcome as { job: JobAnswer }).job;
    const members: string[] = [];
    for await (const { username } of rig.api.control.all('members', tenantId)) members.push(username);
    return { seats: tenant?.seats, members: members.sort(), result: JSON.parse(result ?? '') as Loose };
  };

  test('join when it is as it was exported and they are still members of that tenant', async () => {
    const { result, members, seats } = await resultOf(copyOf(good));
    expect(members).toContain('alice');
    expect(result).toMatchObject({ members: members.length, membersNotOfSource: 0 });
    expect(seats).toBe(members.length);
  });

  test('do not join when the archive was changed, even if it names users of the pool', async () => {
    const carol = await rig.api.platform.identities.find('carol');
    const archive = copyOf(good);
    const [alice] = recordsOf(archive.files.get('members/1.ndjson.gz') ?? Buffer.alloc(0));
    const victim = { ...alice, userId: carol?.userId, username: 'carol', chosenAt: '9999-01-01T00:00:00Z' };
    repackRecords(archive, 'members/1.ndjson.gz', [alice, victim]);
    archive.manifest.tenant['id'] = 'globex';
    expect(await resultOf(archive)).toMatchObject({
      seats: 0,
      members: [],
      result: { members: 0, membersNotOfSource: 2 },
    });
  });

  test('without a usable id are counted and do not fail the import', async () => {
    const archive = copyOf(good);
    repackRecords(archive, 'members/1.ndjson.gz', [{}, { userId: 5 }, { userId: 'x'.repeat(5000) }]);
    expect(await resultOf(archive)).toMatchObject({ result: { members: 0, membersNotOfSource: 3 } });
  });
});

test('a tenant whose stored record lacks its objects can be listed and used', async () => {
  const { api } = rig;
  const tenants = '{ tenants { items { id allowImpersonation overrides { limits features } } } }';
  const before = await api.control.get('tenant', { id: 'globex' });
  const damage = { overrides: null, settings: null, roles: { MEMBER: { permissions: ['*:*'] }, Bad: null } };
  await api.control.transact(async (transaction) => {
    const tenant = await transaction.get('tenant', { id: 'globex' });
    transaction.put('tenant', { ...tenant, ...damage } as never);
  });
  rig.pass(rig.now() + 60_000);
  const { errors, data } = await api.askOperator('opal', tenants);
  expect(errors).toEqual([]);
  expect((data?.['tenants'] as { items: unknown[] }).items).toContainEqual({
    id: 'globex',
    allowImpersonation: false,
    overrides: { limits: '{}', features: '{}' },
  });
  expect(await api.ask('carol', '{ listPeople { items { id } } }')).toMatchObject({
    errors: [],
  });
  await api.control.transact(async (transaction) => {
    await transaction.get('tenant', { id: 'globex' });
    if (before) transaction.put('tenant', before);
  });
});
