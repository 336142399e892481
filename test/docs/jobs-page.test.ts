import { readFileSync } from 'node:fs';

import { openJobRig } from '../platform/job-rig.ts';

test('every operation on the page about jobs runs as written', async () => {
  const page = readFileSync('docs/platform/jobs.md', 'utf8');
  const [request, jobs, load, purge, certificate] = [...page.matchAll(/```graphql\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  );
  const rig = await openJobRig();
  try {
    const requested = await rig.api.ask('alice', request ?? '');
    expect(requested.errors).toEqual([]);
    await rig.work();
    const { data } = await rig.api.ask('alice', jobs ?? '');
    const [job] = (data?.['jobs'] as { items: { id: string; status: string }[] }).items;
    expect(job).toMatchObject({ kind: 'EXPORT', status: 'DONE', progress: 1 });
    const archive = { export: { tenantId: 'acme', jobId: job?.id } };
    const imported = await rig.operate(load ?? '', { input: { archive, name: 'Acme' } });
    await rig.work();
    expect(await rig.job(imported)).toMatchObject({ status: 'DONE' });
    const offboard = 'mutation { offboardTenant(id: "acme", graceDays: 0, reason: "It ends.") { id } }';
    await rig.operate(offboard);
    rig.pass(rig.now() + 1);
    expect(await rig.operate(purge ?? '', { id: 'acme' })).toMatchObject({ status: 'WAITING' });
    await rig.work();
    const proved = await rig.api.askOperator('opal', certificate ?? '', { id: 'acme' });
    expect(proved.data).toMatchObject({
      tenant: { status: 'DELETED', certificate: expect.any(String) as string },
    });
  } finally {
    await rig.api.close();
  }
});
