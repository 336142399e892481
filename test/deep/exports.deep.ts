import { expectRestores, expectTaken, exportUnderLoad, openExportRig } from '../sweeps/exports.ts';

/** CI runs few rounds, each of which takes a quarter of a minute; `EXPORT_ROUNDS` sets another number. */
const ROUNDS = Number(process.env['EXPORT_ROUNDS'] ?? 6);

test(`${ROUNDS} exports of a tenant in which six writers create, change and delete rows restore whole`, async () => {
  const rig = await openExportRig();
  let written = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { job, done } = await exportUnderLoad(rig, round, 6);
    written += done;
    await expectTaken(rig, await expectRestores(rig, job));
  }
  expect(written).toBeGreaterThan(20 * ROUNDS);
  await rig.api.close();
});
