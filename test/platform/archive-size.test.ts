import { gzipSync } from 'node:zlib';

import { MAX_FILE } from '../../src/platform/archives.ts';
import { packParts, sha256, type Manifest } from '../../src/platform/jobs/archive-format.ts';
import { base64 } from '../../src/platform/jobs/open-archive.ts';
import { unpackPart } from '../../src/platform/jobs/read-part.ts';
import { randomFrom } from '../random-from.ts';

const SEED = 20261124;
/** The largest message of Lambda (AWS Lambda, "Quotas"), and what it may contain in addition to its file. */
const LAMBDA = 6 * 1024 * 1024;
const AROUND = 64 * 1024;
/** The largest item of DynamoDB. */
const ITEM = 400_000;

const random = randomFrom(SEED);
const text = (length: number, character: () => number): string =>
  Array.from({ length }, () => String.fromCharCode(character())).join('');

test.each<[string, unknown[]]>([
  [
    'many rows that do not compress',
    Array.from({ length: 3000 }, (_, id) => ({ id, text: text(700, () => 33 + random() * 94) })),
  ],
  ['a row of the largest size in DynamoDB', [{ text: text(ITEM / 3, () => 0x800 + random() * 0xc000) }]],
  ['a row whose every byte takes six in JSON', [{ text: text(ITEM, () => random() * 32) }]],
])(`a part of an archive with %s fits into a Lambda response (seed ${SEED})`, (_what, records) => {
  const parts = packParts('rows/Task', 1, records);
  expect(parts.reduce((sum, { part }) => sum + part.count, 0)).toBe(records.length);
  for (const { bytes } of parts) {
    expect(bytes.length).toBeLessThan(MAX_FILE);
    expect(base64(bytes)?.length).toBeLessThan(LAMBDA - AROUND);
  }
});

test('a file of the largest size fits into a call of Lambda, and a larger one is refused', () => {
  expect(base64(Buffer.alloc(MAX_FILE))?.length).toBeLessThan(LAMBDA - AROUND);
  expect(() => base64(Buffer.alloc(MAX_FILE + 1))).toThrow('more than 4 MB');
});

test('the manifest of 25,000 parts, for 25 GB of JSON or 25 million rows, fits into one file', () => {
  const parts = Array.from({ length: 25_000 }, (_, at) => ({
    name: `rows/AttachmentOfAPerson/${at}.ndjson.gz`,
    count: 1000,
    bytes: 1_000_000,
    sha256: 'f'.repeat(64),
  }));
  const sections: Manifest['sections'] = { 'rows/AttachmentOfAPerson': { count: 25_000_000, parts } };
  expect(JSON.stringify({ sections }).length).toBeLessThan(MAX_FILE);
});

const PEOPLE = 'rows/Person/1.ndjson.gz';

describe('a file of an archive', () => {
  const partOf = (bytes: Uint8Array, count: number) => ({
    name: PEOPLE,
    count,
    bytes: bytes.length,
    sha256: sha256(bytes),
  });

  test('is read up to one record more than its part names, whatever it unfolds to', () => {
    const parse = jest.spyOn(JSON, 'parse');
    const many = gzipSync('{}\n'.repeat(1_000_000));
    expect(() => unpackPart(partOf(many, 5), many)).toThrow('of another length');
    expect(parse.mock.calls.filter(([text]) => text === '{}')).toHaveLength(5);
    parse.mockRestore();
  });

  test.each<[string, Uint8Array, string]>([
    ['64 MB of records', gzipSync('{}\n'.repeat(21_000_000)), 'holds more than 4 MB'],
    ['one line of 5 MB', gzipSync(`{"a":"${'x'.repeat(5_000_000)}"}`), 'holds more than 4 MB'],
    [
      'arrays nested 100,000 deep',
      gzipSync(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      'cannot be read',
    ],
    ['text that is not UTF-8', gzipSync(Buffer.from([123, 34, 255, 34, 58, 49, 125])), 'cannot be read'],
    ['a list as a record', gzipSync('[1]\n'), 'cannot be read'],
    ['no gzip', Buffer.from('{}\n'), 'cannot be read'],
    ['half a gzip', gzipSync('{"a":1}\n').subarray(0, 20), 'cannot be read'],
  ])('with %s is refused', (_what, bytes, message) => {
    expect(() => unpackPart(partOf(bytes, 1), bytes)).toThrow(message);
  });
});
