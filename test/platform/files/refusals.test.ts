import type { Answer, TestApi } from '../../api.ts';
import { openTestApi } from '../../api.ts';
import { openBehind } from '../../shared/background.ts';
import { HTML, PDF, pngOf, sha256, SVG } from '../../shared/sample-files.ts';
import { sendSigned } from '../../shared/send-signed.ts';
import { keysOf } from '../keys.ts';
import { begin, bytesUsed, complete, CREATE, FIND, inputFor, send, uploaded } from './upload.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const codes = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions['code']);
const messages = ({ errors }: Answer): string[] => errors.map(({ message }) => message);
const PNG = { contentType: 'image/png', name: 'a.png' };
const CANCEL = 'mutation ($id: ID!) { cancelUpload(id: $id) { status } }';
const PROJECT =
  'mutation ($file: ID) { createProject(input: { name: "The plan", attachment: $file }) { id } }';
const ask = (changes: object, bytes = PDF): Promise<Answer> =>
  api.ask('alice', CREATE, { input: inputFor(bytes, changes) });

describe('createUpload', () => {
  it.each([
    ['an unknown type', { type: 'Nothing' }, 'The argument "input.type" names no type: "Nothing".'],
    ['a type by the name of a member', { type: 'constructor' }, /names no type/],
    ['an unknown field', { field: 'name' }, 'The argument "input.field" names no file of Project: "name".'],
    ['a size of nothing', { size: 0 }, /"input.size"/],
    ['a part of a byte', { size: 1.5 }, /"input.size"/],
    ['a name without characters', { name: 'folder/' }, /"input.name"/],
    ['a name with a line break', { name: 'a\nb' }, /"input.name"/],
    ['a name of dots', { name: '../..' }, /"input.name"/],
    ['a name of 256 characters', { name: 'a'.repeat(256) }, /"input.name"/],
    ['no checksum', { sha256: null }, /"input.sha256"/],
    ['a checksum in hex', { sha256: 'ab'.repeat(32) }, /"input.sha256"/],
    ['a content type with a line break', { contentType: 'image/png\r\nx: y' }, /"input.contentType"/],
    ['a content type with parameters', { contentType: 'image/png; a=b' }, /"input.contentType"/],
  ])('refuses %s', async (_what, changes, message) => {
    const answer = await ask(changes);
    expect(codes(answer)).toEqual(['INVALID_ARGUMENTS']);
    expect(messages(answer)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    [
      'a file that is too large',
      { size: 26 * 1024 * 1024 },
      'Project.attachment takes at most 25MB, not 27262976 bytes.',
    ],
    [
      'a type that the field does not take',
      { contentType: 'text/plain' },
      /takes image\/\*, application\/pdf/,
    ],
    ['HTML', { contentType: 'text/html' }, /takes image\/\*, application\/pdf/],
    ['SVG, although it is an image', { contentType: 'image/svg+xml' }, /takes image\/\*, application\/pdf/],
  ])('refuses %s', async (_what, changes, message) => {
    const answer = await ask(changes);
    expect(codes(answer)).toEqual(['VALIDATION_FAILED']);
    expect(messages(answer)).toEqual([expect.stringMatching(message)]);
  });

  it('keeps the last part of a path as the name', async () => {
    const { id } = await send(api, 'alice', PDF, { name: '../../C:\\Users\\plan "a";.pdf' });
    const { data } = await api.ask('alice', 'query ($id: ID!) { upload(id: $id) { file { name } } }', { id });
    expect(data).toEqual({ upload: { file: { name: 'plan "a";.pdf' } } });
    await api.ask('alice', CANCEL, { id });
  });

  it('is refused to a key that may not write the type, and to one that may not call it', async () => {
    const { makeKey } = keysOf(() => api);
    const reads = await makeKey({ scopes: ['Project:read', 'Mutation:createUpload'] });
    const writes = await makeKey({ scopes: ['Project:create'] });
    const both = await makeKey({ scopes: ['Project:create', 'Mutation:createUpload'] });
    const input = { input: inputFor() };
    expect(codes(await api.askAs(reads.text, CREATE, input))).toEqual(['FORBIDDEN']);
    expect(codes(await api.askAs(writes.text, CREATE, input))).toEqual(['FORBIDDEN']);
    const { data } = await api.askAs(both.text, CREATE, input);
    const { id } = data?.['createUpload'] as { id: string };
    expect(codes(await api.ask('alice', CANCEL, { id }))).toEqual(['NOT_FOUND']);
  });

  it('is once under one idempotency key, and signs again', async () => {
    const before = Number(await bytesUsed(api, 'alice'));
    const headers = { 'idempotency-key': 'an-upload' };
    const token = await api.token('alice');
    const again = (): Promise<Answer> => api.askAs(token, CREATE, { input: inputFor() }, headers);
    const [first, second, third] = [...(await Promise.all([again(), again()])), await again()];
    const ids = [first, second, third].map((one) => (one.data?.['createUpload'] as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    expect(await bytesUsed(api, 'alice')).toBe(before + PDF.byteLength);
    const other = await api.askAs(token, CREATE, { input: inputFor(PDF, { name: 'b.pdf' }) }, headers);
    expect(codes(other)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    await api.ask('alice', CANCEL, { id: ids[0] });
  });
});

describe('S3', () => {
  it('refuses other bytes, another length, another type, and a second upload', async () => {
    const begun = await begin(api, 'alice');
    const other = Buffer.from(PDF);
    other[20] = 65;
    expect((await sendSigned(api.files, begun, other)).status).toBe(400);
    expect((await sendSigned(api.files, begun, Buffer.concat([PDF, PDF]))).status).toBe(403);
    const headers = begun.headers.map((one) =>
      one.name === 'content-type' ? { ...one, value: 'text/html' } : one,
    );
    expect((await sendSigned(api.files, { ...begun, headers }, PDF)).status).toBe(403);
    expect((await sendSigned(api.files, { ...begun, headers: [] }, PDF)).status).toBe(403);
    const elsewhere = { ...begun, url: begun.url.replace('/acme/', '/globex/') };
    expect((await sendSigned(api.files, elsewhere, PDF)).status).toBe(403);
    expect((await sendSigned(api.files, begun, PDF)).status).toBe(200);
    expect((await sendSigned(api.files, begun, PDF)).status).toBe(412);
    await api.ask('alice', CANCEL, { id: begun.id });
  });
});

describe('completeUpload', () => {
  const wrong: [string, Buffer, object, string][] = [
    ['HTML as PNG', HTML, PNG, 'type'],
    ['SVG as PNG', SVG, PNG, 'type'],
    ['a PDF as PNG', PDF, PNG, 'type'],
    ['HTML as PDF', HTML, {}, 'type'],
    ['a decompression bomb', pngOf(1, 1, { width: 60_000, height: 60_000 }), PNG, 'pixels'],
  ];
  it.each(wrong)('refuses %s, removes it and frees its bytes', async (_what, bytes, changes, rule) => {
    const before = await bytesUsed(api, 'alice');
    const { id } = await send(api, 'alice', bytes, changes);
    const answer = await complete(api, 'alice', id);
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      errorInfo: { fields: [{ path: ['id'], rule }] },
    });
    expect(await bytesUsed(api, 'alice')).toBe(before);
    expect(codes(await complete(api, 'alice', id))).toEqual(['NOT_FOUND']);
  });

  it('refuses bytes that a download would decode, which S3 accepts', async () => {
    const begun = await begin(api, 'alice');
    const headers = [...begun.headers, { name: 'content-encoding', value: 'gzip' }];
    expect((await sendSigned(api.files, { ...begun, headers }, PDF)).status).toBe(200);
    const { errors } = await complete(api, 'alice', begun.id);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      errorInfo: { fields: [{ path: ['id'], rule: 'encoding' }] },
    });
  });

  it('records in the audit what was accepted and what was refused', async () => {
    const accepted = await uploaded(api, 'alice');
    const refused = await send(api, 'alice', HTML);
    await complete(api, 'alice', refused.id);
    await api.ask('alice', CANCEL, { id: accepted });
    const { data } = await api.ask(
      'olga',
      '{ auditEvents(limit: 100) { items { action outcome entity { id } detail } } }',
    );
    const { items } = data?.['auditEvents'] as { items: { entity: { id: string } | null }[] };
    const of = (id: string): unknown[] => items.filter(({ entity }) => entity?.id === id);
    expect(of(accepted)).toMatchObject([
      { action: 'file.removed', outcome: 'DONE' },
      { action: 'file.uploaded', outcome: 'DONE' },
    ]);
    expect(of(refused.id)).toMatchObject([{ action: 'file.refused', outcome: 'REFUSED' }]);
  });
});

describe('an upload of another caller', () => {
  it.each([
    ['a member of the same tenant', 'bob'],
    ['a user of another tenant', 'carol'],
  ])('is one that never existed for %s', async (_who, user) => {
    const { id } = await send(api, 'alice');
    const missing = '01900000-0000-7000-8000-000000000000';
    const same = async (query: string): Promise<void> => {
      const [foreign, never] = [
        await api.ask(user, query, { id }),
        await api.ask(user, query, { id: missing }),
      ];
      expect(JSON.stringify([foreign.data, messages(foreign)])).toBe(
        JSON.stringify([never.data, messages(never)]).replaceAll(missing, id),
      );
    };
    await same(FIND);
    await same('mutation ($id: ID!) { completeUpload(id: $id) { id } }');
    await same(CANCEL);
    const part = `[{ number: 1, sha256: "${sha256(PDF)}" }]`;
    await same(`mutation ($id: ID!) { signUploadParts(id: $id, parts: ${part}) { url } }`);
    await api.ask('alice', CANCEL, { id });
  });
});

describe('a row', () => {
  const error = {
    path: ['input', 'attachment'],
    rule: 'file',
    message: 'The file of "attachment" does not exist.',
  };
  const refused = async (user: string, file: string): Promise<void> => {
    const { errors } = await api.ask(user, PROJECT, { file });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'DANGLING_REFERENCE',
      errorInfo: { fields: [error] },
    });
  };

  it('refuses in one way a file that is unknown, foreign, unfinished, of another field, or held', async () => {
    await refused('alice', '01900000-0000-7000-8000-000000000000');
    await refused('alice', '../../globex/original');
    const own = await uploaded(api, 'alice');
    await refused('bob', own);
    await refused('carol', own);
    await refused('alice', (await send(api, 'alice')).id);
    const photo = await uploaded(api, 'alice', pngOf(2, 2), { ...PNG, type: 'Task', field: 'photos' });
    await refused('alice', photo);
    expect((await api.ask('alice', PROJECT, { file: own })).errors).toEqual([]);
    await refused('alice', own);
  });

  it('refuses a file of a deleted row', async () => {
    const file = await uploaded(api, 'alice');
    const { data } = await api.ask('alice', PROJECT, { file });
    const { id } = data?.['createProject'] as { id: string };
    await api.ask('alice', 'mutation ($id: ID!) { deleteProject(input: { id: $id }) { id } }', { id });
    await refused('alice', file);
    await openBehind(api).settle();
    await refused('alice', file);
  });

  it('refuses more files than its list has, and one file twice', async () => {
    const create = `mutation ($files: [ID!]) {
      createTask(input: { title: "Photos", projectId: "acme-rocket", photos: $files }) { id }
    }`;
    const id = (at: number): string => `01900000-0000-7000-8000-00000000000${at}`;
    const many = await api.ask('alice', create, { files: [1, 2, 3, 4, 5, 6].map(id) });
    expect(messages(many)).toEqual(['Field photos of type Task must have at most 5 files']);
    const twice = await api.ask('alice', create, { files: [id(1), id(1)] });
    expect(messages(twice)).toEqual(['Field photos of type Task must name each file once']);
  });
});

describe('a link', () => {
  const GET = `mutation ($file: ID) { createProject(input: { name: "The plan", attachment: $file }) {
    attachment { inline: url(disposition: INLINE) short: url(expiresIn: 60) }
  } }`;
  it('shows only what cannot run scripts, and lives as long as asked', async () => {
    const { data } = await api.ask('alice', GET, { file: await uploaded(api, 'alice') });
    const { attachment } = data?.['createProject'] as { attachment: { inline: string; short: string } };
    const inline = new URL(attachment.inline).searchParams;
    expect(inline.get('response-content-disposition')).toMatch(/^inline; /);
    expect(inline.get('X-Amz-Expires')).toBe('900');
    expect(new URL(attachment.short).searchParams.get('X-Amz-Expires')).toBe('60');
  });

  it.each([0, 901])('is refused for %d seconds', async (seconds) => {
    const { id } = await send(api, 'alice');
    await complete(api, 'alice', id);
    const answer = await api.ask(
      'alice',
      'mutation ($id: ID!, $seconds: Int!) { completeUpload(id: $id) { url(expiresIn: $seconds) } }',
      { id, seconds },
    );
    expect(codes(answer)).toEqual(['INVALID_ARGUMENTS']);
    await api.ask('alice', CANCEL, { id });
  });
});
