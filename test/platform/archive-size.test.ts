import { MAX_FILE } from '../../src/platform/archives.ts';
import { packParts, type Manifest } from '../../src/platform/jobs/archive-format.ts';
import { base64 } from '../../src/platform/jobs/open-archive.ts';
import { randomFrom } from '../random-from.ts';

const SEED = 20261124;
/** What Lambda takes and gives in one call (AWS Lambda, "Quotas"), and what may stand around a file in it. */
const LAMBDA = 6 * 1024 * 1024;
const AROUND = 64 * 1024;
/** What an item of DynamoDB holds. */
const ITEM = 400_000;

const random = randomFrom(SEED);
const text = (length: number, character: () => number): string =>
  Array.from({ length }, () => String.fromCharCode(character())).join('');

test.each<[string, unknown[]]>([
  [
    'many rows that nothing makes smaller',
    Array.from({ length: 3000 }, (_, id) => ({ id, text: text(700, () => 33 + random() * 94) })),
  ],
  ['a row as large as DynamoDB keeps it', [{ text: text(ITEM / 3, () => 0x800 + random() * 0xc000) }]],
  ['one whose every byte JSON writes as six', [{ text: text(ITEM, () => random() * 32) }]],
])(`a part fits into an answer, base64 and all: %s (seed ${SEED})`, (_what, records) => {
  const parts = packParts('rows/Task', 1, records);
  expect(parts.reduce((sum, { part }) => sum + part.count, 0)).toBe(records.length);
  for (const { bytes } of parts) {
    expect(bytes.length).toBeLessThan(MAX_FILE);
    expect(base64(bytes)?.length).toBeLessThan(LAMBDA - AROUND);
  }
});

test('a file as large as may be sent fits into a call, and a larger one is refused and not cut off by Lambda', () => {
  expect(base64(Buffer.alloc(MAX_FILE))?.length).toBeLessThan(LAMBDA - AROUND);
  expect(() => base64(Buffer.alloc(MAX_FILE + 1))).toThrow('more than 4 MB');
});

test('the manifest of 25,000 parts can be fetched, which hold 25 GB of JSON or 25 million rows', () => {
  const parts = Array.from({ length: 25_000 }, (_, at) => ({
    name: `rows/AttachmentOfAPerson/${at}.ndjson.gz`,
    count: 1000,
    bytes: 1_000_000,
    sha256: 'f'.repeat(64),
  }));
  const sections: Manifest['sections'] = { 'rows/AttachmentOfAPerson': { count: 25_000_000, parts } };
  expect(JSON.stringify({ sections }).length).toBeLessThan(MAX_FILE);
});
