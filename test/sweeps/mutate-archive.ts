import { gunzipSync, gzipSync } from 'node:zlib';

import {
  recordsOf,
  repack,
  repackRecords,
  type Loose,
  type LooseManifest,
  type Unpacked,
} from '../platform/archive-kit.ts';

/** An archive as it is sent: its files, and the text of its manifest. */
export interface Mutated {
  readonly archive: Unpacked;
  manifest: Buffer;
  /** What was done to it, for the message of a failed test. */
  readonly changes: string[];
}

type Random = () => number;

/** Changes an archive in one to three ways. */
export function mutate(random: Random, archive: Unpacked): Mutated {
  const mutated: Mutated = { archive, manifest: Buffer.alloc(0), changes: [] };
  const texts: ((bytes: Buffer) => Buffer)[] = [];
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
    const [what, change] = pick(random, Object.entries(changes));
    try {
      mutated.changes.push(`${what} ${change(random, archive, texts)}`);
    } catch {
      // An earlier change left nothing that this one can change.
    }
  }
  mutated.manifest = Buffer.from(JSON.stringify(archive.manifest));
  for (const edit of texts) mutated.manifest = edit(mutated.manifest);
  return mutated;
}

type Change = (random: Random, archive: Unpacked, texts: ((bytes: Buffer) => Buffer)[]) => string;

const changes: Readonly<Record<string, Change>> = {
  'flips bytes of a file'(random, { files }) {
    const [name, bytes] = pick(random, [...files]);
    files.set(name, flipped(random, bytes));
    return name;
  },
  'flips bytes of the manifest'(random, _archive, texts) {
    texts.push((bytes) => flipped(random, bytes));
    return '';
  },
  'flips bytes inside a file'(random, archive) {
    const [name, bytes] = pick(random, [...archive.files]);
    const content = flipped(random, gunzipSync(bytes));
    repack(archive, name, gzipSync(content), String(content).split('\n').filter(Boolean).length);
    return name;
  },
  'changes a value of the manifest'(random, { manifest }) {
    return changeJson(random, manifest);
  },
  'changes a value of the tenant'(random, { manifest }) {
    return changeJson(random, manifest.tenant);
  },
  'changes a record'(random, archive) {
    const [name, bytes] = pick(random, [...archive.files]);
    const records = recordsOf(bytes);
    const where = changeJson(random, pick(random, records));
    repackRecords(archive, name, records);
    return `${name} ${where}`;
  },
  'puts a fitting value into a record'(random, archive) {
    const people = 'rows/Person/1.ndjson.gz';
    const records = recordsOf(archive.files.get(people) ?? Buffer.alloc(0));
    const fitting = { name: `N${random()}`, age: -3, score: 1e-7, kind: 'B', names: [], home: null, gone: 1 };
    const [field, value] = pick(random, Object.entries(fitting));
    pick(random, records)[field] = value;
    repackRecords(archive, people, records);
    return field;
  },
  'changes a count'(random, { manifest }) {
    const part = pick(
      random,
      Object.values(manifest.sections).flatMap(({ parts }) => parts),
    );
    const count = pick(random, [0, -1, 1.5, 1e9, part.count + 1, Number.MAX_SAFE_INTEGER]);
    part.count = count;
    for (const section of Object.values(manifest.sections))
      section.count = section.parts.reduce((sum, each) => sum + each.count, 0);
    return `${part.name} ${count}`;
  },
  'replaces the content of a file'(random, archive) {
    const [name, bytes] = pick(random, [...archive.files]);
    const first = JSON.stringify(recordsOf(bytes)[0]);
    const [what, content] = pick(random, [
      ['bomb', gzipSync('{}\n'.repeat(3_000_000))],
      ['long line', gzipSync(`{"id":"${'x'.repeat(3_900_000)}"}`)],
      ['deep', gzipSync(`{"id":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)],
      ['empty', gzipSync('')],
      ['blank lines', gzipSync('\n'.repeat(500_000))],
      ['no gzip', Buffer.from(`${first}\n`)],
      ['half', bytes.subarray(0, bytes.length / 2)],
      ['twice', Buffer.concat([bytes, bytes])],
      ['null', gzipSync('null\n')],
      ['prototype', gzipSync(`{"__proto__":{"id":"p"},"constructor":1,"toString":null}\n`)],
    ] as const);
    repack(archive, name, content, pick(random, [1, 2, recordsOf(bytes).length]));
    return `${name} ${what}`;
  },
  'leaves a file out'(random, { files }) {
    const [name] = pick(random, [...files]);
    files.delete(name);
    return name;
  },
  'drops a section'(random, { manifest }) {
    const name = pick(random, Object.keys(manifest.sections));
    Reflect.deleteProperty(manifest.sections, name);
    return name;
  },
  'lists a part in another section'(random, { manifest }) {
    const [from, to] = [
      pick(random, Object.values(manifest.sections)),
      pick(random, Object.values(manifest.sections)),
    ];
    to.parts.push(...from.parts);
    to.count += from.count;
    return '';
  },
  'adds a section'(random, archive) {
    const section = pick(random, ['rows/Gone', 'rows/__proto__', 'events', 'rows/Tag/1', 'constructor']);
    const [, bytes] = pick(random, [...archive.files]);
    const name = `${section}/1.ndjson.gz`;
    archive.manifest.sections = Object.fromEntries([
      ...Object.entries(archive.manifest.sections),
      [section, { count: 0, parts: [{ name, count: 0, bytes: 0, sha256: '' }] }],
    ]);
    repack(archive, name, bytes, recordsOf(bytes).length);
    return section;
  },
};

/** Values that a mutation puts in the place of another. */
const JUNK: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e300, '', 'x', 'A', [], {}, [null], { a: {} }],
  ...['\ud800', 'x'.repeat(3_000), Array.from({ length: 2_000 }, () => 'x'), nested(40), nested(100)],
  ...['OWNER', '*:*', { MEMBER: { description: null, permissions: ['*:*'] } }, '2026-02-30', '__proto__'],
];

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) };
}

/** Replaces, deletes or adds one value at a random place. Returns the path. */
function changeJson(random: Random, root: Loose | LooseManifest): string {
  let at = root as Loose;
  const path: string[] = [];
  for (;;) {
    const names = Object.keys(at);
    if (names.length === 0) break;
    const name = pick(random, names);
    path.push(name);
    const inner = at[name];
    if (typeof inner === 'object' && inner !== null && random() < 0.7) {
      at = inner as Loose;
      continue;
    }
    if (random() < 0.2) {
      if (Array.isArray(at)) at.splice(Number(name), 1);
      else Reflect.deleteProperty(at, name);
    } else at[name] = pick(random, JUNK);
    return path.join('.');
  }
  at[pick(random, ['0', 'extra', 'name', 'id'])] = pick(random, JUNK);
  return `${path.join('.')} +`;
}

function flipped(random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let left = 1 + Math.floor(random() * 4); left > 0 && copy.length > 0; left -= 1)
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  return copy;
}

function pick<Value>(random: Random, from: readonly Value[]): Value {
  return from[Math.floor(random() * from.length)] as Value;
}
