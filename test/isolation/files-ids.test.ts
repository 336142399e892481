import { randomUUID } from 'node:crypto';

import type { Answer } from '../api.ts';
import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import { HTML } from '../shared/sample-files.ts';
import { ARCHIVE, openFilesWorld, PICTURE, type Begun, type FilesWorld } from './files-world.ts';

// Ids of files and uploads that are not the caller's. Every answer is that for an id that never existed, byte by byte.

const PICTURES = { field: 'photos', name: 'a.png', contentType: 'image/png' };
const LARGE = { field: 'archive', name: 'a.zip', contentType: 'application/zip', sha256: null };

/** A caller names the id of a file where an id of the caller's own is expected. */
const uses = {
  'upload(id)': 'query ($id: ID!) { upload(id: $id) { id url file { name } receivedParts } }',
  signUploadParts:
    'mutation ($id: ID!) { signUploadParts(id: $id, parts: [{ number: 1, sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }]) { url } }',
  completeUpload: 'mutation ($id: ID!) { completeUpload(id: $id) { id name url } }',
  cancelUpload: 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }',
  'a create': 'mutation ($id: ID!) { createNote(input: { attachment: $id }) { id attachment { url } } }',
  'a create with a list':
    'mutation ($id: ID!) { createNote(input: { photos: [$id] }) { id photos { url } } }',
  'a create of several rows':
    'mutation ($id: ID!) { createNotes(input: [{ title: "a" }, { attachment: $id }]) { id } }',
  'an update':
    'mutation ($id: ID!) { updateNote(input: { id: "own", attachment: $id }) { attachment { url } } }',
  'an update of a list':
    'mutation ($id: ID!) { updateNote(input: { id: "own", photos: [$id] }) { photos { url } } }',
  'an update of several rows':
    'mutation ($id: ID!) { updateNotes(input: [{ id: "own", attachment: $id }]) { id } }',
} as const;
type Use = keyof typeof uses;
const claims = (Object.keys(uses) as Use[]).filter((use) => use.startsWith('a'));

describe.each<[string, readonly string[]]>([
  ['the pool', []],
  ['silos', ['acme', 'globex']],
  ['the pool and a silo', ['globex']],
])('files of tenants in %s', (_place, silos) => {
  let world: FilesWorld;
  let ids: Readonly<Record<string, string>>;
  beforeAll(async () => {
    world = await openFilesWorld({ silos });
    for (const user of ['alice', 'carol'])
      await world.ask(user, 'mutation { createNote(input: { id: "own" }) { id } }');
    const uploading = async (user: string, more?: object, body?: Buffer): Promise<Begun> =>
      world.begin(user, body, more);
    const deleted = await world.file('bob');
    await world.note('bob', deleted);
    const { data } = await world.ask('bob', '{ listNotes { items { id attachment { id } } } }');
    const { items } = data?.['listNotes'] as { items: { id: string; attachment: { id: string } | null }[] };
    const row = items.find(({ attachment }) => attachment?.id === deleted);
    await world.ask('bob', 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id } }', row);
    const held = await world.file('bob');
    await world.note('bob', held);
    const foreignHeld = await world.file('carol');
    await world.note('carol', foreignHeld);
    const bogus = await world.begin('bob', HTML, { name: 'a.png', contentType: 'image/png' });
    await world.put(bogus);
    ids = {
      "another tenant's file": await world.file('carol'),
      "another tenant's photo": await world.file('carol', PICTURES, PICTURE),
      "another tenant's file that a row holds": foreignHeld,
      "another tenant's upload": (await uploading('carol')).id,
      "another tenant's upload in parts": (await uploading('carol', LARGE, ARCHIVE)).id,
      "another user's file": await world.file('alice'),
      "another user's photo": await world.file('alice', PICTURES, PICTURE),
      "another user's upload": (await uploading('alice')).id,
      "another user's upload in parts": (await uploading('alice', LARGE, ARCHIVE)).id,
      'the file of a row': held,
      'the file of a deleted row': deleted,
      'a file of another field': await world.file('bob', { field: 'other' }),
      'a file of another type': await world.file('bob', { type: 'Paper' }),
      'an upload without its bytes': (await uploading('bob')).id,
      'an upload that is not complete': bogus.id,
      'the id of a row': 'own',
      'an empty id': '',
      'a path': '../globex/original',
      'the separator of keys': 'a#b',
      'a long id': 'x'.repeat(500),
    };
  });
  afterAll(() => world.close());

  const idOf = (what: string): string => {
    const id = ids[what];
    if (id === undefined) throw new Error(`There is no id of ${what}.`);
    return id;
  };

  /** Returns an answer without the id that it may repeat, and without the id of its request. */
  const shown = ({ status, data, errors }: Answer, id: string): string => {
    const text = JSON.stringify({
      status,
      data,
      errors: errors.map(({ extensions: { requestId: _, ...rest }, ...error }) => ({
        ...error,
        extensions: rest,
      })),
    });
    return id === ''
      ? text.replaceAll('""', '"<id>"')
      : text.replaceAll(JSON.stringify(id).slice(1, -1), '<id>');
  };

  /** The answers for ids that never existed, by user and use. Nothing that they depend on changes. */
  const answersForUnknown = new Map<string, Promise<string>>();
  function answerForUnknown(use: Use, user: string): Promise<string> {
    const key = `${user} ${use}`;
    const id = randomUUID();
    const answer =
      answersForUnknown.get(key) ?? world.ask(user, uses[use], { id }).then((each) => shown(each, id));
    answersForUnknown.set(key, answer);
    return answer;
  }

  /** Bob of acme uses an id. Nothing may change, and each answer must be that for an id that never existed. */
  async function expectUnknown(by: readonly Use[], id: string, user = 'bob'): Promise<void> {
    const before = await world.stored();
    for (const use of by) {
      const answer = await world.ask(user, uses[use], { id });
      const wanted = await answerForUnknown(use, user);
      expect({ use, answer: shown(answer, id) }).toEqual({ use, answer: wanted });
      if (use === 'upload(id)') expect(answer.data).toEqual({ upload: null });
      else expect({ use, errors: answer.errors }).toEqual({ use, errors: [expect.anything()] });
      expect({ use, stored: await world.stored() }).toEqual({ use, stored: before });
    }
  }

  const everywhere = [
    "another tenant's file",
    "another tenant's photo",
    "another tenant's file that a row holds",
    "another tenant's upload",
    "another tenant's upload in parts",
    "another user's file",
    "another user's photo",
    "another user's upload",
    "another user's upload in parts",
    'the id of a row',
    'a path',
    'the separator of keys',
  ];
  test.each(everywhere)('%s is unknown to all that takes an id of a file', (what) =>
    expectUnknown(Object.keys(uses) as Use[], idOf(what)),
  );

  const inInputs = [
    'the file of a row',
    'the file of a deleted row',
    'a file of another field',
    'a file of another type',
    'an upload without its bytes',
    'an upload that is not complete',
    'an empty id',
    'a long id',
  ];
  test.each(inInputs)('%s is unknown to creates and updates', (what) => expectUnknown(claims, idOf(what)));

  test('the file of another field is not taken by a list, and a file of a list not by a single field', async () => {
    const photo = await world.file('bob', PICTURES, PICTURE);
    await expectUnknown(['a create'], photo);
    await expectUnknown(['a create with a list'], await world.file('bob'));
  });

  test('a list does not take a file twice, and not more than maxFiles', async () => {
    const photos = [];
    for (let at = 0; at < 3; at += 1) photos.push(await world.file('bob', PICTURES, PICTURE));
    const create = 'mutation ($photos: [ID!]) { createNote(input: { photos: $photos }) { id } }';
    for (const list of [[photos[0], photos[0]], photos]) {
      const before = await world.stored();
      expect((await world.ask('bob', create, { photos: list })).errors).toHaveLength(1);
      expect(await world.stored()).toEqual(before);
    }
  });

  test('two rows that take the same file at once: one gets it', async () => {
    const file = await world.file('bob');
    const before = await world.stored();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.ask('bob', uses['a create'], { id: file })),
    );
    const done = answers.filter(({ errors }) => errors.length === 0);
    expect(done).toHaveLength(1);
    expect((await world.stored()).length).toBeLessThanOrEqual(before.length);
  });

  test('a row of another tenant with the same id keeps its file when this one is deleted', async () => {
    const before = (await world.stored()).filter((one) => one.includes('globex'));
    const file = await world.file('carol');
    const own = 'mutation ($id: ID) { updateNote(input: { id: "own", attachment: $id }) { id } }';
    await world.ask('carol', own, { id: file });
    await world.ask('alice', own, { id: await world.file('alice') });
    await world.ask('alice', 'mutation { deleteNote(input: { id: "own" }) { id } }');
    await world.sweep();
    const { data } = await world.ask('carol', '{ getNote(id: "own") { attachment { id status url } } }');
    expect(data).toMatchObject({ getNote: { attachment: { id: file, status: 'READY' } } });
    expect((await world.stored()).filter((one) => one.includes('globex')).length).toBeGreaterThan(
      before.length,
    );
    for (const user of ['alice'])
      await world.ask(user, 'mutation { createNote(input: { id: "own" }) { id } }');
  });

  describe('the header x-tenant', () => {
    const NAMES = ['x-tenant', 'X-Tenant', 'X-TENANT', 'x-tenant-id', 'x-amz-tenant', 'tenant'];
    const VALUES = ['globex', ' globex', 'GLOBEX', 'acme,globex', 'acme globex', '../globex', 'globex%00'];

    test.each(NAMES.flatMap((name) => VALUES.map((value) => [name, value] as const)))(
      '%s: %s does not open a file of another tenant to a user of one',
      async (name, value) => {
        const token = await world.api.token('bob');
        const id = idOf("another tenant's file");
        const before = await world.stored();
        for (const use of ['upload(id)', 'completeUpload', 'cancelUpload', 'a create'] as const) {
          const answer = await world.api.askAs(token, uses[use], { id }, { [name]: value });
          expect(answer.data?.['upload'] ?? null).toBeNull();
          if (use !== 'upload(id)') expect(answer.errors).toHaveLength(1);
        }
        expect(await world.stored()).toEqual(before);
      },
    );

    test('a user of both tenants uses a file only in the tenant of its upload', async () => {
      const begun = await world.api.ask(
        'sam',
        'mutation ($input: UploadInput!) { createUpload(input: $input) { id } }',
        {
          input: {
            type: 'Note',
            field: 'archive',
            name: 'a.zip',
            contentType: 'application/zip',
            size: ARCHIVE.length,
          },
        },
        'acme',
      );
      const { id } = begun.data?.['createUpload'] as { id: string };
      const there = await world.ask('sam', uses['upload(id)'], { id }, 'globex');
      expect(there).toMatchObject({ data: { upload: null }, errors: [] });
      for (const use of ['completeUpload', 'cancelUpload', 'signUploadParts', 'a create'] as const) {
        const unknown = randomUUID();
        const answer = await world.ask('sam', uses[use], { id }, 'globex');
        const wanted = await world.ask('sam', uses[use], { id: unknown }, 'globex');
        expect(shown(answer, id)).toBe(shown(wanted, unknown));
      }
      world.pass(LOOK_UP_TTL + 1);
      expect(await world.ask('sam', uses['upload(id)'], { id }, 'acme')).toMatchObject({
        data: { upload: { id } },
      });
    });
  });
});
