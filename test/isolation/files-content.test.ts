import { EICAR, HTML, PDF, pngOf, SVG } from '../shared/sample-files.ts';
import {
  CREATE_UPLOAD,
  field,
  inputOf,
  MEGABYTE,
  openFilesWorld,
  sendChanged,
  type FileInput,
  type FilesWorld,
} from './files-world.ts';

// What a file says of itself, and what is in it: sizes, types, names, scripts, viruses and bombs.

let world: FilesWorld;
beforeAll(async () => {
  world = await openFilesWorld({ scanFiles: true });
});
afterAll(() => world.close());

const IMAGE = { name: 'a.png', contentType: 'image/png' };

describe('createUpload', () => {
  test.each<[string, Partial<FileInput>]>([
    ['a type outside of the list of the field', { contentType: 'text/html' }],
    ['a type that only begins as one of the list', { contentType: 'image' }],
    ['a pattern as its type', { contentType: 'image/*' }],
    ['every type as its type', { contentType: '*/*' }],
    ['two types', { contentType: 'application/pdf, text/html' }],
    ['a type with a line break', { contentType: 'application/pdf\r\nx-amz-acl: public-read' }],
    ['a type with a parameter of another charset', { contentType: 'text/plain; charset=utf-7' }],
    ['no type', { contentType: '' }],
    ['a file larger than maxSize', { size: MEGABYTE + 1 }],
    ['a size that is no number of bytes', { size: 1.5 }],
    ['a negative size', { size: -1 }],
    ['no bytes', { size: 0 }],
    ['a size beyond all integers', { size: 2 ** 60 }],
    ['no checksum of a small file', { sha256: null }],
    ['a checksum of another length', { sha256: 'AAAA' }],
    ['a checksum with a line break', { sha256: `${'A'.repeat(43)}=\r\nx: y` }],
    ['a field without @file', { field: 'title' }],
    ['a field that does not exist', { field: 'nothing' }],
    ['a field of Object.prototype', { field: 'constructor' }],
    ['a type that does not exist', { type: 'Nothing' }],
    ['a type of Object.prototype', { type: '__proto__' }],
    ['a type of the platform', { type: 'File' }],
    ['no name', { name: '' }],
    ['a name with a line break', { name: 'a\r\nset-cookie: a=b' }],
    ['a name with a null', { name: 'a\u0000.pdf' }],
    ['a name that is nothing but a path', { name: '../..' }],
    ['a name that is longer than 255 characters', { name: 'x'.repeat(256) }],
  ])('refuses %s, and reserves nothing', async (_title, more) => {
    const before = await world.stored();
    const answer = await world.ask('alice', CREATE_UPLOAD, { input: inputOf(PDF, more) });
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual([
      expect.stringMatching(/^(INVALID_ARGUMENTS|BAD_USER_INPUT|VALIDATION_FAILED)$/),
    ]);
    expect(answer.data).toBeNull();
    expect(await world.stored()).toEqual(before);
  });
});

describe('completeUpload', () => {
  test.each<[string, Buffer, Partial<FileInput>]>([
    ['HTML as an image', HTML, IMAGE],
    ['SVG as an image', SVG, IMAGE],
    ['a PDF as an image', PDF, IMAGE],
    ['an image as a PDF', pngOf(4, 4), {}],
    ['a PNG as a JPEG', pngOf(4, 4), { contentType: 'image/jpeg' }],
    ['HTML before a PDF', Buffer.concat([HTML, PDF]), {}],
    ['an executable as a PDF', Buffer.from('MZ\u0090\u0000\u0003'), {}],
    ['a script as text', Buffer.from('\u0000\u0001\u0002\u0003'), { contentType: 'text/plain' }],
  ])('refuses %s, and its bytes and its place are freed', async (_title, body, more) => {
    const usage = await bytesOf();
    const begun = await world.begin('alice', body, more);
    expect((await world.put(begun)).status).toBe(200);
    const complete = 'mutation ($id: ID!) { completeUpload(id: $id) { id } }';
    const { errors } = await world.ask('alice', complete, { id: begun.id });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions['code']).toBe('VALIDATION_FAILED');
    expect(
      (
        await world.ask(
          'alice',
          'mutation ($id: ID!) { createNote(input: { attachment: $id }) { id } }',
          begun,
        )
      ).errors,
    ).toHaveLength(1);
    world.pass(2 * 60 * 60_000);
    await world.sweep();
    expect((await world.stored()).filter((one) => one.includes(begun.id))).toEqual([]);
    expect(await bytesOf()).toBe(usage);
  });

  test('refuses an upload whose bytes never came', async () => {
    const begun = await world.begin('alice');
    const before = await world.stored();
    const { errors } = await world.ask(
      'alice',
      'mutation ($id: ID!) { completeUpload(id: $id) { id } }',
      begun,
    );
    expect(errors).toHaveLength(1);
    expect(await world.stored()).toEqual(before);
  });

  test('gives the same file when it is repeated, also 10 times at once', async () => {
    const begun = await world.begin('alice');
    await world.put(begun);
    const complete = 'mutation ($id: ID!) { completeUpload(id: $id) { id } }';
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.ask('alice', complete, { id: begun.id })),
    );
    for (const { data, errors } of answers)
      if (errors.length > 0) expect(errors[0]?.extensions['retryable']).toBe(true);
      else expect(data).toEqual({ completeUpload: { id: begun.id } });
    expect(await world.ask('alice', complete, { id: begun.id })).toMatchObject({ errors: [] });
  });
});

describe('a download', () => {
  test.each<[string, Buffer, Partial<FileInput>]>([
    ['SVG', SVG, { name: 'a.svg', contentType: 'image/svg+xml' }],
    [
      'text',
      Buffer.from('alert(1) <script>alert(1)</script>'),
      { name: 'a.html', contentType: 'text/plain' },
    ],
  ])('of %s is an attachment, also if the caller wants it inline', async (_title, body, more) => {
    const file = await clean('alice', more, body);
    const note = await world.note('alice', file);
    for (const disposition of ['ATTACHMENT', 'INLINE']) {
      const url = await world.link('alice', note, `url(disposition: ${disposition})`);
      const { status, headers } = await sendChanged({ url, headers: [] }, undefined, { method: 'GET' });
      expect(status).toBe(200);
      expect(headers['content-disposition']).toMatch(/^attachment; /);
      expect(headers['content-type']).toBe(more.contentType);
    }
  });

  test.each([
    'a"; filename="b.html',
    "a'; filename*=UTF-8''b",
    '../../globex/plan.pdf',
    '..\\..\\globex\\plan.pdf',
    'a; filename=b.html',
    'täst – 文件.pdf',
    'a%0d%0ab.pdf',
    '\u202Egpj.exe',
    '🎉.pdf',
    ' .pdf',
  ])('of a file with the name %j has one name in one header', async (name) => {
    const begun = await world.ask('alice', CREATE_UPLOAD, { input: inputOf(PDF, { name }) });
    // A name that no header could carry is refused.
    if (begun.errors.length > 0) return;
    const note = await world.note('alice', await clean('alice', { name }));
    const url = await world.link('alice', note);
    const { headers } = await sendChanged({ url, headers: [] }, undefined, { method: 'GET' });
    const value = String(headers['content-disposition']);
    expect(value).toMatch(/^attachment; filename="[ !#-[\]-~]*"(; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/);
    const [, encoded = ''] = /^[^"]*"[^"]*"; filename\*=UTF-8''(.+)$/.exec(value) ?? [];
    // The folders that a client may have put before it are not part of the name.
    expect(decodeURIComponent(encoded)).toBe(name.replace(/^.*[/\\]/, '').trim());
  });
});

describe('a scan', () => {
  test('of EICAR leaves no bytes, no link and no place', async () => {
    const usage = await bytesOf();
    const begun = await world.begin('alice', EICAR, { name: 'a.txt', contentType: 'text/plain' });
    await world.put(begun);
    const complete = 'mutation ($id: ID!) { completeUpload(id: $id) { status url } }';
    expect(field(await world.ask('alice', complete, { id: begun.id }))).toEqual({
      status: 'SCANNING',
      url: null,
    });
    const note = await world.note('alice', begun.id);
    const look =
      'query ($id: ID!) { getNote(id: $id) { attachment { status url inline: url(disposition: INLINE) } } }';
    expect(field(await world.ask('alice', look, { id: note }))).toEqual({
      attachment: { status: 'SCANNING', url: null, inline: null },
    });
    await world.events();
    expect(field(await world.ask('alice', look, { id: note }))).toEqual({
      attachment: { status: 'INFECTED', url: null, inline: null },
    });
    expect(await world.objects()).not.toContainEqual(expect.stringContaining(begun.id));
    expect(await bytesOf()).toBe(usage);
    const audit = '{ auditEvents(limit: 20) { items { action entity { type id } } } }';
    expect(JSON.stringify(field(await world.ask('alice', audit)))).toContain(begun.id);
  });
});

describe('a picture', () => {
  test.each<[string, Buffer]>([
    ['with more pixels than the limit', pngOf(9_000, 9_000)],
    ['whose header says that it is huge', pngOf(10, 10, { width: 60_000, height: 60_000 })],
    ['whose header says that it is small', pngOf(9_000, 9_000, { width: 10, height: 10 })],
    ['whose header says that it has no pixels', pngOf(10, 10, { width: 0, height: 0 })],
    ['that ends in its middle', pngOf(600, 600).subarray(0, 60)],
  ])('%s has no thumbnail, and stops no other one', async (_title, body) => {
    const begun = await world.begin('alice', body, IMAGE);
    await world.put(begun);
    const { errors } = await world.ask(
      'alice',
      'mutation ($id: ID!) { completeUpload(id: $id) { id } }',
      begun,
    );
    await world.events();
    expect(await world.objects()).not.toContainEqual(expect.stringMatching(new RegExp(`${begun.id}/w\\d`)));
    const fine = await clean('alice', IMAGE, pngOf(300, 300));
    await world.events();
    expect(await world.objects()).toContainEqual(expect.stringMatching(new RegExp(`${fine}/w\\d`)));
    if (errors.length > 0) return;
    const note = await world.note('alice', begun.id);
    expect(await world.link('alice', note, 'thumbnail(width: 64)')).toBeNull();
  });
});

/** Uploads a file and waits for the result of its scan. */
async function clean(user: string, more: Partial<FileInput> = {}, body: Buffer = PDF): Promise<string> {
  const id = await world.file(user, more, body);
  await world.events();
  return id;
}

/** Returns the bytes that count for acme. */
async function bytesOf(): Promise<number> {
  return world.bytes('acme');
}
