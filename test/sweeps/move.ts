import { runJob } from '../../src/platform/index.ts';
import type { Isolation } from '../../src/tenant/index.ts';
import { dump } from '../platform/dump.ts';
import { openJobRig, type JobRig } from '../platform/job-rig.ts';
import { othersThan, rowsOf } from '../platform/move-rig.ts';
import { cutOff } from './cut-off.ts';
import { deathsOf, SWEEP_SEED, type Depth } from './sample.ts';

const sdl = /* GraphQL */ `
  type Note @model(queries: { count: null }) {
    id: ID!
    name: String! @unique @index(name: "byName", queryField: "notesByName")
  }
`;

/** Tests that a move between pool and silo survives the death of its process. */
export function sweepMove(depth: Depth): void {
  let rig: JobRig;
  beforeAll(async () => {
    const acme = { Note: [{ id: 'a', name: 'Ada' }] };
    rig = await openJobRig({ sdl, seed: { rows: { acme, globex: acme } }, siloTables: ['acme', 'globex'] });
  });
  afterAll(() => rig.api.close());

  const title = depth === 'deep' ? 'at any call' : `at any call site (SWEEP_SEED=${SWEEP_SEED})`;

  test(`a move that dies ${title}, in either direction, continues and moves every row`, async () => {
    const first = await dump(rig.api);
    const rows = rowsOf(first, 'acme', 'POOL');
    expect(rows.length).toBeGreaterThan(1);
    let from: Isolation = 'POOL';
    /** Moves the tenant to the other place by a process that dies after so many calls. Returns the sites of its calls. */
    const turn = async (calls: number): Promise<readonly string[]> => {
      const to: Isolation = from === 'POOL' ? 'SILO' : 'POOL';
      const job = await rig.requestMove('acme', to);
      const cut = cutOff(rig.api.jobParts, calls);
      for (let ended = false; !ended;) {
        const outcome = await runJob(cut.parts, job.tenantId, job.id, { until: Infinity }).catch(() => null);
        ended = outcome?.is === 'DONE' || cut.sites.length > calls;
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
      return cut.sites;
    };
    const known: Record<Isolation, readonly string[]> = {
      POOL: await turn(Infinity),
      SILO: await turn(Infinity),
    };
    expect(known.POOL.length).toBeGreaterThan(50);
    expect([...new Set(known.POOL)].length).toBe([...new Set(known.SILO)].length);
    for (const calls of deathsOf(depth, known.POOL)) {
      const sites = known[from];
      const died = (await turn(calls))[calls];
      if (died !== undefined) expect(sites).toContain(died);
    }
  });
}
