import { runJob } from '../../src/platform/index.ts';
import { field, openFilesWorld, sendChanged, type FilesWorld } from './files-world.ts';

// A purge leaves no byte of its tenant, and none comes back by what was signed before it.

describe.each<[string, readonly string[]]>([
  ['the pool', []],
  ['a silo', ['globex']],
])('a tenant in %s', (_place, silos) => {
  let world: FilesWorld;
  beforeAll(async () => {
    world = await openFilesWorld({ silos });
  });
  afterAll(() => world.close());

  test('has no file and no record after its purge, also if bytes arrive after it, and others keep theirs', async () => {
    const note = await world.note('carol', await world.file('carol'));
    const url = await world.link('carol', note);
    const signed = await world.begin('carol');
    await world.note('alice', await world.file('alice'));
    await world.events();
    const others = (await world.stored()).filter((one) => !one.includes('globex'));
    await operate('mutation { offboardTenant(id: "globex", reason: "It ends.") { id } }');
    await operate('mutation { purgeTenant(id: "globex", now: true) { id } }');
    await work();
    await world.events();
    expect(await world.stored()).toEqual(others);
    const late = await sendChanged({ url, headers: [] }, undefined, { method: 'GET' });
    expect([400, 403, 404]).toContain(late.status);
    expect(late.body.includes('%PDF')).toBe(false);
    // The request may still be signed. What it puts must not stay.
    await world.put(signed);
    await world.events();
    expect(await world.stored()).toEqual(others);
    expect((await world.ask('carol', '{ upload(id: "x") { id } }')).errors).toHaveLength(1);
  });

  const operate = async (mutation: string): Promise<unknown> =>
    field(await world.api.askOperator('opal', mutation));

  /** Works on all open jobs until none is open. */
  async function work(): Promise<void> {
    for (let open = true; open;) {
      open = false;
      for await (const { tenantId, id } of world.api.control.all('openJobs', '')) {
        const outcome = await runJob(world.api.jobParts, tenantId, id, { until: Infinity });
        if (outcome.is === 'LATER') world.pass(Math.max(0, outcome.at - world.now()));
        open = true;
      }
    }
  }
});
