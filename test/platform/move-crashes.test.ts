import { runJob } from '../../src/platform/index.ts';
import type { Isolation } from '../../src/tenant/index.ts';
import { dump } from './dump.ts';
import { cutOff, openJobRig, type JobRig } from './job-rig.ts';
import { othersThan, rowsOf } from './move-rig.ts';

const sdl = /* GraphQL */ `
  type Note @model(queries: { count: null }) {
    id: ID!
    name: String! @unique @index(name: "byName", queryField: "notesByName")
  }
`;

let rig: JobRig;
beforeAll(async () => {
  const acme = { Note: [{ id: 'a', name: 'Ada' }] };
  rig = await openJobRig({ sdl, seed: { rows: { acme, globex: acme } }, siloTables: ['acme', 'globex'] });
});
afterAll(() => rig.api.close());

test('a move that dies at any call, in either direction, continues and moves every row', async () => {
  const first = await dump(rig.api);
  const rows = rowsOf(first, 'acme', 'POOL');
  expect(rows.length).toBeGreaterThan(1);
  let from: Isolation = 'POOL';
  let calls = 0;
  for (let lived = false; !lived; calls++) {
    const to: Isolation = from === 'POOL' ? 'SILO' : 'POOL';
    const job = await rig.requestMove('acme', to);
    const cut = cutOff(rig.api.jobParts, calls);
    for (let died = false; !died && !lived;) {
      const outcome = await runJob(cut.parts, job.tenantId, job.id, { until: Infinity }).catch(() => null);
      lived = outcome?.is === 'DONE';
      died = cut.used() > calls;
      if (outcome?.is === 'LATER') rig.pass(outcome.at);
    }
    await rig.work();
    expect({ calls, ...(await rig.job(job)) }).toMatchObject({ calls, status: 'DONE', error: null });
    const after = await dump(rig.api);
    expect({ calls, rows: rowsOf(after, 'acme', to) }).toEqual({ calls, rows });
    expect({ calls, rows: rowsOf(after, 'acme', from) }).toEqual({ calls, rows: [] });
    expect(othersThan(after, 'acme')).toEqual(othersThan(first, 'acme'));
    const tenant = await rig.api.control.get('tenant', { id: 'acme' });
    expect(tenant).toMatchObject({ status: 'ACTIVE', isolation: to });
    from = to;
  }
  console.log(calls);
  expect(calls).toBeGreaterThan(50);
}, 240_000);
