import { gunzipSync } from 'node:zlib';

import { dump } from '../dump.ts';
import { field, openJobRig, type JobRig } from '../job-rig.ts';
import { CREATE, LOG, outbound, TEST } from './webhook-kit.ts';

let rig: JobRig;
let id: string;
let secret: string;
beforeEach(async () => {
  rig = await openJobRig({ siloTables: ['acme'], outbound });
  const input = { url: 'https://hooks.example.test/life' };
  const made = field(await rig.api.ask('alice', CREATE, { input }));
  const { webhook, ...shown } = made as { webhook: { id: string }; secret: string };
  ({ id } = webhook);
  ({ secret } = shown);
  await rig.api.ask('alice', TEST, { id });
});
afterEach(() => rig.api.close());

const items = async (pattern: RegExp) => (await dump(rig.api)).filter(({ key }) => pattern.test(key));
const DELIVERIES = /^data T#acme#HOOK/;

describe('the webhooks of a tenant', () => {
  it('move with it', async () => {
    const log = field(await rig.api.ask('alice', LOG, { id }));
    const before = (await items(DELIVERIES)).map(({ key }) => key);
    await rig.requestMove('acme', 'SILO');
    await rig.work();
    rig.pass(rig.now() + 10_000);
    const after = await items(DELIVERIES);
    expect(after.map(({ key, silo }) => [key, silo])).toEqual(before.map((key) => [key, 'acme']));
    expect(field(await rig.api.ask('alice', LOG, { id }))).toEqual(log);
    const tested = field(await rig.api.ask('alice', TEST, { id }));
    expect(tested).toMatchObject({ status: 'PENDING' });
  });

  it('are purged with it', async () => {
    expect(await items(DELIVERIES)).not.toEqual([]);
    await rig.requestPurge('acme');
    await rig.work();
    expect(await items(DELIVERIES)).toEqual([]);
    expect(await items(/WEBHOOK#/)).toEqual([]);
    expect(JSON.stringify(await dump(rig.api))).not.toContain(secret);
  });

  it('are in no archive', async () => {
    await rig.requestExport('acme');
    await rig.work();
    const archive = await rig.archives('acme');
    const names = await archive.list('');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const bytes = Buffer.from((await archive.read(name)) ?? []);
      const text = String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
      for (const part of [secret, 'msg_', 'whsec_'])
        expect([name, text.includes(part)]).toEqual([name, false]);
    }
  });
});
