import { gzipSync } from 'node:zlib';

import { digestArchive } from '../../src/cli/operator/digest-archive.ts';

const file = (name: string, bytes: Buffer) => ({ name, base64: bytes.toString('base64') });

/** Returns the digest of an archive with this manifest and this record. */
function digestOf(manifest: string, record: string) {
  const files = [
    file('manifest.json', Buffer.from(manifest)),
    file('rows/Task/1.ndjson.gz', gzipSync(`${record}\n`)),
  ];
  return digestArchive(
    (async function* () {
      yield* await Promise.resolve(files);
    })(),
  );
}

describe('the digest of an archive', () => {
  test.each(['null', '[]', '5', '"x"', '{', '', '{"tenant":null}'])(
    'leaves it to the import to refuse the manifest %j',
    async (manifest) => {
      const { tenant, sections } = await digestOf(manifest, '{"id":"1"}');
      expect(tenant).toEqual({});
      expect(sections['rows/Task']?.count).toBe(1);
    },
  );

  test('leaves it to the import to refuse a record that is nested a million levels deep', async () => {
    const { sections } = await digestOf('{}', `${'['.repeat(1e6)}${']'.repeat(1e6)}`);
    expect(sections['rows/Task']?.count).toBe(1);
  });

  test('is the same for the same record with its members in another order', async () => {
    const one = await digestOf('{}', '{"id":"1","__proto__":{"b":1,"a":[2]}}');
    expect(await digestOf('{}', '{"__proto__":{"a":[2],"b":1},"id":"1"}')).toEqual(one);
    expect(await digestOf('{}', '{"__proto__":{"a":[3],"b":1},"id":"1"}')).not.toEqual(one);
  });
});
