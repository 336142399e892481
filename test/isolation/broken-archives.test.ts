import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { AccessDenied, openArchives, type Archives, type Files } from '../../src/store/index.ts';
import { bytesOf, type SdkHandler, type SdkRequest } from '../../src/local-cloud/iam/index.ts';
import { region } from '../local/iam-rig.ts';
import { openArchiveRig, type ArchiveRig } from '../local/s3-rig.ts';
import { randomFrom } from '../random-from.ts';
import { signAnew } from '../shared/sign-anew.ts';
import { roundsOf } from '../sweeps/rounds.ts';
import { scopeOf } from '../tenants.ts';

const SEED = 20261124;
const ROUNDS = roundsOf(60);
const OTHER = { acme: 'globex', globex: 'acme' } as const;
type Tenant = keyof typeof OTHER;

const random = randomFrom(SEED);
/** Whether the current call named the other tenant. */
let strayed = false;
const hasStrayed = (): boolean => strayed;

const swapped = (text: string): string =>
  text.replace(/\b(acme|globex)\//g, (_, tenant: Tenant) => `${OTHER[tenant]}/`);

/** Wraps a handler so that, at random, the keys of a call are the other tenant's under unchanged credentials. */
function broken(inner: SdkHandler): SdkHandler {
  return {
    async handle(request, options) {
      if (random() < 1 / 2) return inner.handle(request, options);
      strayed = true;
      return inner.handle(signedByItsKey(await straying(request)), options);
    },
  };
}

type Assume = ReturnType<ArchiveRig['iam']['assumeOf']>;
/** The credentials of tenants by their access key. */
const keys = new Map<string, Awaited<ReturnType<Assume>>>();

/** Signs a changed request by the credentials that signed it before: the store itself names the wrong key. */
function signedByItsKey(request: SdkRequest): SdkRequest {
  const id = /Credential=([^/]+)/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  const key = keys.get(id);
  if (!key) throw new Error(`No tenant has the access key "${id}".`);
  return signAnew(request, region, key);
}

async function straying(request: SdkRequest): Promise<SdkRequest> {
  const { path, query = {}, headers } = request;
  const bytes = Buffer.from(await bytesOf(request));
  // The content of a write stays the same; only its key is wrong.
  const body = request.method === 'POST' ? Buffer.from(swapped(bytes.toString())) : bytes;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  const prefix = query['prefix'];
  return {
    ...request,
    path: swapped(path),
    query: typeof prefix === 'string' ? { ...query, prefix: swapped(prefix) } : query,
    headers: {
      ...headers,
      ...('x-amz-checksum-crc32' in headers && { 'x-amz-checksum-crc32': sum.toString('base64') }),
      ...('content-length' in headers && { 'content-length': String(body.length) }),
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
    },
    body,
  };
}

let rig: ArchiveRig;
let archives: Archives;
beforeAll(async () => {
  rig = await openArchiveRig();
  const { requestHandler, ...options } = rig.bucketOptionsOf('work');
  const inner = requestHandler as unknown as SdkHandler;
  const assume = rig.iam.assumeOf('work');
  archives = openArchives({ ...options, requestHandler: broken(inner) }, async (tenant) => {
    const credentials = await assume(tenant);
    keys.set(credentials.accessKeyId, credentials);
    return credentials;
  });
});
afterAll(() => rig.close());

/** Returns the files of a tenant through unbroken archives. */
async function contentOf(tenant: Tenant): Promise<readonly (readonly [string, string])[]> {
  const files = rig.archivesOf('work').of(scopeOf(tenant));
  const names = await files.list('');
  const contents = await Promise.all(names.map((name) => files.read(name)));
  return names.map((name, at) => [name, Buffer.from(contents[at] ?? []).toString()]);
}

describe.each(['acme', 'globex'] as const)(
  `archives whose keys swap tenants at random (seed ${SEED})`,
  (tenant) => {
    const calls: readonly ((files: Files, n: number) => Promise<unknown>)[] = [
      (files, n) => files.write(`a/${n}`, Buffer.from(`${tenant} ${n}`)),
      async (files, n) => Buffer.from((await files.read(`a/${n - 1}`)) ?? []).toString(),
      (files) => files.list(''),
      (files, n) => files.remove(`a/${n - 10}`),
      (files) => files.remove('b'),
    ];

    it(`fail with AccessDenied when ${tenant} names another tenant, and answer all other calls`, async () => {
      for (const each of ['acme', 'globex'] as const) {
        const whole = rig.archivesOf('work').of(scopeOf(each));
        for (const name of ['a/0', 'b/0', 'b/1']) await whole.write(name, Buffer.from(`${each} ${name}`));
      }
      const before = await contentOf(OTHER[tenant]);
      const tally = { denied: 0, answered: 0 };
      for (let n = 1; n <= ROUNDS; n += 1)
        for (const call of calls) {
          strayed = false;
          const outcome = await call(archives.of(scopeOf(tenant)), n).catch((error: unknown) => error);
          if (hasStrayed()) expect(outcome).toBeInstanceOf(AccessDenied);
          else expect(outcome).not.toBeInstanceOf(Error);
          if (typeof outcome === 'string' && outcome !== '')
            expect(outcome).toMatch(new RegExp(`^${tenant} `));
          tally[hasStrayed() ? 'denied' : 'answered'] += 1;
        }
      expect(tally.denied).toBeGreaterThan(ROUNDS);
      expect(tally.answered).toBeGreaterThan(ROUNDS);
      expect(await contentOf(OTHER[tenant])).toEqual(before);
      const own = await contentOf(tenant);
      expect(own.length).toBeGreaterThan(Math.min(10, ROUNDS / 2));
      for (const [, content] of own) expect(content).toMatch(new RegExp(`^${tenant} `));
    });
  },
);
