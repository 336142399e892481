import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import type { Answer } from '../api.ts';
import { enterprise } from '../platform/plans-for-tests.ts';
import { PDF, sha256 } from '../shared/sample-files.ts';
import {
  CREATE_UPLOAD,
  field,
  inputOf,
  MEGABYTE,
  openFilesWorld,
  sendChanged,
  type Begun,
  type FilesWorld,
} from './files-world.ts';

// Who may upload and download: rules, roles, keys, quotas, and the state of member and tenant.

const codesOf = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions['code']);

describe.each<[string, readonly string[]]>([
  ['the pool', []],
  ['silos', ['acme', 'globex']],
])('files of tenants in %s', (_place, silos) => {
  let world: FilesWorld;
  beforeAll(async () => {
    world = await openFilesWorld({ silos });
  });
  afterAll(() => world.close());

  const idOf = (user: string): string => world.api.cognito.user(user)?.sub ?? '';
  const begin = (user: string, more = {}): Promise<Answer> =>
    world.ask(user, CREATE_UPLOAD, { input: inputOf(PDF, more) });

  /** Expects a refusal, and that nothing that is stored has changed. */
  async function expectRefused(code: unknown, work: () => Promise<Answer>): Promise<void> {
    const before = await world.stored();
    expect(codesOf(await work())).toEqual([code]);
    expect(await world.stored()).toEqual(before);
  }

  test('a member may not upload for a type that its rules only let it read', () =>
    expectRefused('FORBIDDEN', () => begin('bob', { type: 'Rule' })));

  test('a member may not upload for a field that its rules close', () =>
    expectRefused('FORBIDDEN', () => begin('bob', { field: 'pay' })));

  test('a member with a role that only reads may not upload', async () => {
    await world.api.register.putMembership({
      tenantId: 'acme',
      userId: idOf('bob'),
      username: 'bob',
      roles: ['VIEWER'],
    });
    world.pass(LOOK_UP_TTL + 1);
    await expectRefused('FORBIDDEN', () => begin('bob'));
    await world.api.register.putMembership({
      tenantId: 'acme',
      userId: idOf('bob'),
      username: 'bob',
      roles: ['MEMBER'],
    });
    world.pass(LOOK_UP_TTL + 1);
  });

  test.each([
    [['Note:read'], 'FORBIDDEN'],
    [['Paper:*'], 'FORBIDDEN'],
    [['Note:delete', 'Mutation:createUpload'], 'FORBIDDEN'],
    [['Note:create', 'Mutation:completeUpload'], 'FORBIDDEN'],
  ])('an API key with the scopes %j may not upload', async (scopes, code) => {
    const key = await keyWith(scopes);
    await expectRefused(code, () => world.api.askAs(key, CREATE_UPLOAD, { input: inputOf(PDF) }));
  });

  test('an API key needs the scope of each operation of an upload, and that of the row', async () => {
    const id = await world.file('alice');
    const parts = { contentType: 'application/zip', size: 66 * MEGABYTE, sha256: null };
    const input = { ...inputOf(PDF), ...parts, field: 'archive', name: 'all.zip' };
    const part = { number: 1, sha256: sha256(PDF) };
    const operations: Record<string, [string, object]> = {
      'Mutation:createUpload': [CREATE_UPLOAD, { input }],
      'Query:upload': ['query ($id: ID!) { upload(id: $id) { id } }', {}],
      'Mutation:signUploadParts': [
        'mutation ($id: ID!, $part: UploadPartInput!) { signUploadParts(id: $id, parts: [$part]) { number } }',
        { part },
      ],
      'Mutation:cancelUpload': ['mutation ($id: ID!) { cancelUpload(id: $id) { id } }', {}],
      'Mutation:completeUpload': ['mutation ($id: ID!) { completeUpload(id: $id) { id } }', {}],
      'Note:create': ['mutation ($id: ID!) { createNote(input: { attachment: $id }) { id } }', {}],
    };
    const scopes = Object.keys(operations);
    for (const [scope, [query, variables]] of Object.entries(operations)) {
      const key = await keyWith(scopes.filter((one) => one !== scope));
      await expectRefused('FORBIDDEN', () => world.api.askAs(key, query, { id, ...variables }));
    }
    const key = await keyWith(scopes);
    const ask = async (scope: string, of?: string): Promise<unknown> => {
      const [query, variables] = operations[scope] ?? ['', {}];
      return field(await world.api.askAs(key, query, { id: of, ...variables }));
    };
    const { id: large } = (await ask('Mutation:createUpload')) as { id: string };
    expect(await ask('Query:upload', large)).toEqual({ id: large });
    expect(await ask('Mutation:signUploadParts', large)).toEqual([{ number: 1 }]);
    expect(await ask('Mutation:cancelUpload', large)).toEqual({ id: large });
    const begun = field(await world.api.askAs(key, CREATE_UPLOAD, { input: inputOf(PDF) })) as Begun;
    expect(await world.put({ ...begun, body: PDF })).toMatchObject({ status: 200 });
    expect(await ask('Mutation:completeUpload', begun.id)).toEqual({ id: begun.id });
    expect(await ask('Note:create', begun.id)).toEqual({ id: expect.any(String) as string });
  });

  test('an API key without a scope to read gets no link', async () => {
    const note = await world.note('alice', await world.file('alice'));
    const key = await keyWith(['Note:create']);
    const answer = await world.api.askAs(
      key,
      'query ($id: ID!) { getNote(id: $id) { attachment { url } } }',
      {
        id: note,
      },
    );
    expect(JSON.stringify(answer.data)).not.toContain('http');
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  test('an upload of an API key belongs to the key, and not to the member who created it', async () => {
    const key = await keyWith(['Note:create', 'Mutation:createUpload']);
    const { id } = field(await world.api.askAs(key, CREATE_UPLOAD, { input: inputOf(PDF) })) as {
      id: string;
    };
    expect(await world.ask('alice', 'query ($id: ID!) { upload(id: $id) { id } }', { id })).toMatchObject({
      data: { upload: null },
    });
  });

  test('a row that a caller may not see gives no link, in a list neither', async () => {
    const file = await world.file('alice', { type: 'Secret' });
    const create =
      'mutation ($id: ID!) { createSecret(input: { attachment: $id }) { id attachment { url } } }';
    const { id } = field(await world.ask('alice', create, { id: file })) as { id: string };
    const look = 'query ($id: ID!) { getSecret(id: $id) { attachment { id url } } }';
    const hidden = await world.ask('bob', look, { id });
    expect(hidden.data).toEqual({ getSecret: null });
    expect(
      JSON.stringify(await world.ask('bob', '{ listSecrets { items { attachment { url } } } }')),
    ).not.toContain(file);
    const [foreign, unknown] = [
      await world.ask('carol', look, { id }),
      await world.ask('carol', look, { id: 'x' }),
    ];
    expect([foreign.data, foreign.errors]).toEqual([unknown.data, unknown.errors]);
  });

  test('a field that a caller may not read gives no link', async () => {
    const file = await world.file('alice', { field: 'pay' });
    const create = 'mutation ($id: ID!) { createNote(input: { pay: $id }) { id } }';
    const { id } = field(await world.ask('alice', create, { id: file })) as { id: string };
    const answer = await world.ask('bob', 'query ($id: ID!) { getNote(id: $id) { pay { url } } }', { id });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.data).toEqual({ getNote: { pay: null } });
    expect(
      codesOf(
        await world.ask('bob', 'mutation ($id: ID!) { updateNote(input: { id: $id, pay: null }) { id } }', {
          id,
        }),
      ),
    ).toEqual(['FORBIDDEN']);
  });

  test('a removed member gets no new link and no upload, and an old link ends after 15 minutes', async () => {
    await world.api.register.putMembership({
      tenantId: 'acme',
      userId: idOf('dave'),
      username: 'dave',
      roles: ['MEMBER'],
    });
    const token = await world.api.token('dave', 'acme');
    const note = await world.note('alice', await world.file('alice'));
    const look = 'query ($id: ID!) { getNote(id: $id) { attachment { url } } }';
    const before = await world.api.askAs(token, look, { id: note });
    const { url } = (before.data?.['getNote'] as { attachment: { url: string } }).attachment;
    const begun = field(await world.api.askAs(token, CREATE_UPLOAD, { input: inputOf(PDF) })) as {
      id: string;
    };
    await world.api.register.removeMembership('acme', idOf('dave'));
    world.pass(LOOK_UP_TTL + 1);
    for (const [query, variables] of [
      [look, { id: note }],
      [CREATE_UPLOAD, { input: inputOf(PDF) }],
      ['query ($id: ID!) { upload(id: $id) { url } }', { id: begun.id }],
      ['mutation ($id: ID!) { completeUpload(id: $id) { url } }', { id: begun.id }],
    ] as const) {
      const answer = await world.api.askAs(token, query, variables);
      expect(answer.errors).toHaveLength(1);
      expect(JSON.stringify(answer)).not.toContain('X-Amz');
    }
    world.pass(15 * 60_000);
    const late = await sendChanged({ url, headers: [] }, undefined, { method: 'GET' });
    expect([late.status, late.code]).toEqual([403, 'AccessDenied']);
  });

  test('a suspended tenant gets no link and no upload, and a read-only one no upload', async () => {
    const note = await world.note('carol', await world.file('carol'));
    const look = 'query ($id: ID!) { getNote(id: $id) { attachment { url } } }';
    const suspend = (mode: string): Promise<Answer> =>
      world.api.askOperator(
        'opal',
        `mutation { suspendTenant(id: "globex", mode: ${mode}, reason: "Unpaid.") { id } }`,
      );
    field(await suspend('READ_ONLY'));
    world.pass(LOOK_UP_TTL + 1);
    await expectRefused('READ_ONLY', () => begin('carol'));
    expect(codesOf(await world.ask('carol', look, { id: note }))).toEqual([]);
    field(await suspend('BLOCKED'));
    world.pass(LOOK_UP_TTL + 1);
    await expectRefused('TENANT_SUSPENDED', () => begin('carol'));
    const closed = await world.ask('carol', look, { id: note });
    expect(codesOf(closed)).toEqual(['TENANT_SUSPENDED']);
    expect(JSON.stringify(closed)).not.toContain('X-Amz');
  });

  /** Creates an API key of acme with these scopes. */
  async function keyWith(scopes: readonly string[]): Promise<string> {
    const query = `mutation ($scopes: [String!]) {
      createApiKey(input: { name: "files", roles: ["MEMBER"], scopes: $scopes }) { text }
    }`;
    return (field(await world.ask('olga', query, { scopes })) as { text: string }).text;
  }
});

describe('a plan with storageBytes', () => {
  const LIMIT = 5 * MEGABYTE;
  let world: FilesWorld;
  beforeAll(async () => {
    world = await openFilesWorld({ limits: true, plans: enterprise({ storageBytes: LIMIT }) });
  });
  afterAll(() => world.close());

  const begin = (user: string): Promise<Answer> =>
    world.ask(user, CREATE_UPLOAD, { input: inputOf(PDF, { size: MEGABYTE }) });

  test('takes exactly as many of 50 parallel uploads as fit, and the other tenant has its own place', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => begin('alice')));
    const codes = answers.flatMap(codesOf);
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(LIMIT / MEGABYTE);
    expect(new Set(codes)).toEqual(new Set(['QUOTA_EXCEEDED']));
    expect(await world.bytes('acme')).toBe(LIMIT);
    expect(codesOf(await begin('carol'))).toEqual([]);
    expect(await world.bytes('globex')).toBe(MEGABYTE);
  });

  test('refuses one more byte before anything is signed', async () => {
    const before = await world.stored();
    const answer = await world.ask('alice', CREATE_UPLOAD, { input: inputOf(PDF, { size: 1 }) });
    expect(codesOf(answer)).toEqual(['QUOTA_EXCEEDED']);
    expect(JSON.stringify(answer)).not.toContain('X-Amz');
    expect(await world.stored()).toEqual(before);
  });

  test('has place again when uploads are cancelled, and after a day when they are forgotten', async () => {
    expect(await world.bytes('acme')).toBe(LIMIT);
    world.pass(26 * 60 * 60_000);
    await world.sweep();
    expect(await world.bytes('acme')).toBe(0);
    const { id } = field(await begin('alice')) as { id: string };
    field(await world.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }', { id }));
    await world.sweep();
    expect(await world.bytes('acme')).toBe(0);
  });
});
