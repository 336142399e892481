import { EICAR, HTML, PDF, sha256 } from '../shared/sample-files.ts';
import {
  ARCHIVE,
  field,
  openFilesWorld,
  sendChanged,
  type Begun,
  type Change,
  type FilesWorld,
  type Signed,
} from './files-world.ts';
import type { RawAnswer } from './raw-request.ts';

// What the holder of a signed request may change of it: nothing. The bucket refuses each change before it keeps a byte.

/** As long as the PDF that was signed. */
const OTHER = Buffer.from(PDF.toString().replace('Catalog', 'Catalgo'));
const MINUTE = 60_000;
const FORGED = /^403 SignatureDoesNotMatch$/;
const DENIED = /^403 (AccessDenied|SignatureDoesNotMatch)$/;
/** A path that no key has, or that another signature would be needed for. */
const NO_PATH = /^(400 \w+|403 (AccessDenied|SignatureDoesNotMatch))$/;

/** A change of a signed request, and the status and code with which S3 refuses it. */
type Attack = readonly [title: string, change: Change, refused: RegExp];

/** Writes a path in place of the folder of the tenant, in ways that some server might resolve. */
const inPath = (spelled: string): Change => ({
  path: (path) => path.replace('uploads/acme/', spelled),
});
const inQuery = (change: (query: URLSearchParams) => void): Change => ({
  path(path) {
    const [before = '', after] = path.split('?');
    const query = new URLSearchParams(after);
    change(query);
    return `${before}?${query.toString()}`;
  },
});
const setting = (name: string, value: string): Change =>
  inQuery((query) => {
    query.set(name, value);
  });
const without = (name: string): Change =>
  inQuery((query) => {
    query.delete(name);
  });
const flipped = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;
const forged: Change = inQuery((query) => {
  query.set('X-Amz-Signature', flipped(query.get('X-Amz-Signature') ?? ''));
});

const traversals = [
  'uploads/acme/../globex/',
  'uploads/acme/%2e%2e/globex/',
  'uploads/acme/%2E%2E%2Fglobex/',
  'uploads/acme/..%2fglobex/',
  'uploads/acme/%252e%252e%252fglobex/',
  'uploads/acme/..%5cglobex/',
  'uploads/acme/..;/globex/',
  'uploads/acme/%c0%ae%c0%ae/globex/',
  'uploads/acme%00/../globex/',
  'uploads//globex/',
  'uploads/ACME/',
  'uploads/acme2/',
  'files/acme/',
];

const ofPut: readonly Attack[] = [
  ['the folder of another tenant', inPath('uploads/globex/'), FORGED],
  ...traversals.map((spelled): Attack => [`the path ${spelled}`, inPath(spelled), NO_PATH]),
  ['more bytes', { body: Buffer.concat([PDF, PDF]) }, DENIED],
  ['fewer bytes', { body: PDF.subarray(0, 10) }, DENIED],
  ['other bytes of the same length', { body: OTHER }, /^400 (BadDigest|XAmzContentChecksumMismatch)$/],
  [
    'other bytes with their own checksum',
    { body: OTHER, headers: { 'x-amz-checksum-sha256': sha256(OTHER) } },
    DENIED,
  ],
  ['no checksum', { body: OTHER, headers: { 'x-amz-checksum-sha256': undefined } }, DENIED],
  ['another checksum too', { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }, /^40[03] \w+$/],
  ['another content type', { headers: { 'content-type': 'text/html' } }, DENIED],
  ['no content type', { headers: { 'content-type': undefined } }, DENIED],
  ['no condition, so that it could replace an object', { headers: { 'if-none-match': undefined } }, DENIED],
  ['another condition', { headers: { 'if-none-match': '"etag"' } }, DENIED],
  [
    'the copy of a foreign object as its source',
    { headers: { 'x-amz-copy-source': '/files/uploads/globex/x/original' } },
    /^(400|403|501) \w+$/,
  ],
  ['metadata that was not signed', { headers: { 'x-amz-meta-tenant': 'globex' } }, /^(400|403|501) \w+$/],
  ['an ACL that was not signed', { headers: { 'x-amz-acl': 'public-read' } }, /^(400|403|501) \w+$/],
  ['a signature with one other digit', forged, FORGED],
  ['no signature', without('X-Amz-Signature'), /^40[03] \w+$/],
  ['a later expiry', setting('X-Amz-Expires', '604800'), DENIED],
  ['a later date', setting('X-Amz-Date', '20360101T000000Z'), NO_PATH],
  ['no session', without('X-Amz-Security-Token'), /^40[03] \w+$/],
  ['another session', setting('X-Amz-Security-Token', 'FwoGZXIvYXdzE'), /^40[03] \w+$/],
  ['fewer signed headers', setting('X-Amz-SignedHeaders', 'host'), DENIED],
  ['the number of a part', setting('partNumber', '1'), NO_PATH],
  ['the method GET', { method: 'GET' }, DENIED],
  ['the method DELETE', { method: 'DELETE' }, DENIED],
  ['the method POST', { method: 'POST' }, /^(400|403|405|501) \w+$/],
];

const ofGet: readonly Attack[] = [
  ['the folder of another tenant', inPath('uploads/globex/'), FORGED],
  ...traversals.map((spelled): Attack => [`the path ${spelled}`, inPath(spelled), NO_PATH]),
  ['the method PUT', { method: 'PUT', body: HTML }, DENIED],
  ['the method DELETE', { method: 'DELETE' }, DENIED],
  ['another disposition', setting('response-content-disposition', 'inline'), FORGED],
  ['another content type', setting('response-content-type', 'text/html'), FORGED],
  ['another cache control', setting('response-cache-control', 'public'), FORGED],
  ['a later expiry', setting('X-Amz-Expires', '604800'), DENIED],
  ['a signature with one other digit', forged, FORGED],
  ['the list of the bucket', setting('list-type', '2'), NO_PATH],
  ['the tags of the object', setting('tagging', ''), NO_PATH],
];

const outcome = ({ status, code }: RawAnswer): string => `${String(status)} ${code ?? ''}`;

describe.each<[string, readonly string[]]>([
  ['the pool', []],
  ['silos', ['acme', 'globex']],
])('files of tenants in %s', (_place, silos) => {
  let world: FilesWorld;
  beforeAll(async () => {
    world = await openFilesWorld({ silos });
    await world.note('carol', await world.file('carol'));
  });
  afterAll(() => world.close());

  /** Does something that must change nothing that is stored, and returns its result. */
  async function unchanged<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = await world.stored();
    const result = await work();
    expect(await world.stored()).toEqual(before);
    return result;
  }

  describe('a signed PUT', () => {
    let begun: Begun;
    beforeAll(async () => {
      begun = await world.begin('alice');
    });

    test.each(ofPut)('does not take %s', async (_title, change, refused) => {
      expect(outcome(await unchanged(() => world.put(begun, change)))).toMatch(refused);
    });

    test('is refused when it has expired', async () => {
      const early = await world.begin('alice');
      world.pass(16 * MINUTE);
      expect(outcome(await unchanged(() => world.put(early)))).toBe('403 AccessDenied');
    });

    test('is refused with 412 when it is sent again, also by 20 clients at once, and the first bytes stay', async () => {
      const fresh = await world.begin('alice');
      const first = await Promise.all(Array.from({ length: 20 }, () => world.put(fresh)));
      const answers = first.map(outcome).sort();
      expect(answers[0]).toBe('200 ');
      expect(new Set(answers.slice(1))).toEqual(new Set(['412 PreconditionFailed']));
      const again = await unchanged(() => world.put(fresh));
      expect(outcome(again)).toBe('412 PreconditionFailed');
      await world.ask('alice', 'mutation ($id: ID!) { completeUpload(id: $id) { id } }', { id: fresh.id });
      await world.note('alice', fresh.id);
      expect(outcome(await unchanged(() => world.put(fresh)))).toBe('412 PreconditionFailed');
      expect(outcome(await unchanged(() => world.put(fresh, { body: OTHER })))).toMatch(/^(400|412) /);
    });

    test.each([
      ['just begun', 0],
      ['signed again a day later', 23.9 * 60],
    ])('leaves no byte of a file that was %s, cancelled and swept before it', async (_title, minutes) => {
      const cancelled = await world.begin('alice');
      const { id } = cancelled;
      world.pass(minutes * MINUTE);
      const again = field(
        await world.ask(
          'alice',
          'query ($id: ID!) { upload(id: $id) { url headers { name value } } }',
          cancelled,
        ),
      ) as Signed;
      field(await world.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }', { id }));
      await world.sweep();
      // The request is still signed, so S3 takes it. What it puts must not stay.
      expect(outcome(await sendChanged(again, cancelled.body))).toBe('200 ');
      world.pass(26 * 60 * MINUTE);
      await world.sweep();
      expect((await world.stored()).filter((one) => one.includes(id))).toEqual([]);
      expect(await world.bytes('acme')).toBe(await world.sum('acme'));
    });
  });

  describe('a signed link', () => {
    let link: Signed;
    beforeAll(async () => {
      const note = await world.note('alice', await world.file('alice'));
      link = { url: await world.link('alice', note), headers: [] };
    });

    test.each(ofGet)('does not take %s', async (_title, change, refused) => {
      const sent = await unchanged(() => sendChanged(link, undefined, { method: 'GET', ...change }));
      expect(outcome(sent)).toMatch(refused);
      expect(sent.body.includes('%PDF')).toBe(false);
    });

    test('opens the object for 15 minutes, and no longer', async () => {
      const get = (): Promise<RawAnswer> => sendChanged(link, undefined, { method: 'GET' });
      world.pass(13 * MINUTE);
      expect((await get()).body).toEqual(PDF);
      world.pass(3 * MINUTE);
      expect(outcome(await unchanged(get))).toBe('403 AccessDenied');
    });
  });

  describe('a signed part', () => {
    let begun: Begun;
    let part: Signed;
    const PART = (): Buffer => ARCHIVE.subarray(0, begun.partSize ?? 0);
    beforeAll(async () => {
      begun = await world.begin('alice', ARCHIVE, {
        field: 'archive',
        name: 'a.zip',
        contentType: 'application/zip',
        sha256: null,
      });
      const [signed] = await sign([{ number: 1, sha256: sha256(PART()) }]);
      part = signed ?? { url: '', headers: [] };
    });
    const sign = async (parts: readonly object[]): Promise<readonly Signed[]> =>
      field(
        await world.ask(
          'alice',
          `mutation ($id: ID!, $parts: [UploadPartInput!]!) {
            signUploadParts(id: $id, parts: $parts) { url headers { name value } }
          }`,
          { id: begun.id, parts },
        ),
      ) as readonly Signed[];

    test.each<Attack>([
      ['the number of another part', setting('partNumber', '2'), FORGED],
      ['another upload', setting('uploadId', 'another'), FORGED],
      ['no number, as a PUT of the whole object', without('partNumber'), FORGED],
      ['the folder of another tenant', inPath('uploads/globex/'), FORGED],
      ['the end of the whole upload', { method: 'POST' }, DENIED],
      ['the end of the upload by a delete', { method: 'DELETE' }, DENIED],
    ])('does not take %s', async (_title, change, refused) => {
      expect(outcome(await unchanged(() => sendChanged(part, PART(), change)))).toMatch(refused);
    });

    test('does not take other bytes', async () => {
      const other = Buffer.alloc(PART().length, EICAR);
      expect(outcome(await unchanged(() => sendChanged(part, other)))).toMatch(
        /^400 (BadDigest|XAmzContentChecksumMismatch)$/,
      );
    });

    test.each([0, -1, 10_001, 4_294_967_297, 6])('is not signed for the number %d', async (number) => {
      const { errors } = await unchanged(() =>
        world.ask(
          'alice',
          'mutation ($id: ID!, $number: Int!, $sum: String!) { signUploadParts(id: $id, parts: [{ number: $number, sha256: $sum }]) { url } }',
          { id: begun.id, number, sum: sha256(PDF) },
        ),
      );
      expect(errors).toHaveLength(1);
    });

    test('is refused after the upload was cancelled', async () => {
      const [signed] = await sign([{ number: 1, sha256: sha256(PART()) }]);
      const { id } = begun;
      field(await world.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }', { id }));
      await world.sweep();
      const sent = await unchanged(() => sendChanged(signed ?? part, PART()));
      expect(outcome(sent)).toBe('404 NoSuchUpload');
    });
  });
});
