import { MAX_FILE } from '../../src/platform/archives.ts';
import { packParts, type Manifest } from '../../src/platform/jobs/archive-format.ts';
import { base64 } from '../../src/platform/jobs/open-archive.ts';
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
