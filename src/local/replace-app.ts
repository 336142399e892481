import { keepSlots, slotRecord } from '../model/index.ts';
import { ensureTables } from '../store/index.ts';
import { livingTenants, recordJobScopeOnce, recordModelTypes } from '../platform/index.ts';
import { openTenantBackfill, rowsAtRisk, workLeft } from '../migrate/index.ts';
import { UsageError } from '../app/index.ts';
import { evolveDirectory, namesOf, openSettings } from './data-directory/index.ts';
import { silosOf, type App, type Ground } from './ground.ts';
import { addOperators } from './operator-plane.ts';
import { plantSeed } from './plant-seed.ts';
import type { Served } from './served.ts';
import type { Serving } from './open-serving.ts';

/**
 * Serves another app in place of the one that is served: brings tables and rows into line with its schema, then gives it the
 * next request. Whatever fails before that leaves the old app as it was.
 * @throws {UsageError} if rows would become unreadable, or entries of the seed were refused
 */
export async function replaceApp(
  ground: Ground,
  served: Served<Serving>,
  app: App,
  open: (app: App) => Serving,
): Promise<void> {
  const { data, dynamo, iam, control } = ground;
  const { settings: known, save } = openSettings(data);
  const settings = { ...known, silos: silosOf(known, app) };
  const before = settings.schema ?? null;
  const model = keepSlots(app.model, before?.record ?? null);
  const isSameSchema = JSON.stringify(before?.record) === JSON.stringify(slotRecord(model));
  if (before && !isSameSchema) await refuseRisk();

  iam.addIndexesOf(model);
  const grown = { ...ground, sendOf: iam.sendOf('work') };
  const old = served.current();
  const next = open({ ...app, model });
  save(settings);
  await ensureTables({ ...dynamo, ...namesOf(settings).tables, model });
  if (!isSameSchema) {
    const evolve = async (): Promise<void> => {
      await recordModelTypes(control, model);
      await evolveDirectory({ ...grown, settings, save, model });
      served.replace(next);
    };
    // Rows that the old schema writes meanwhile would miss what the new one adds.
    await (Object.keys(workLeft(before, model)).length > 0 ? served.alone(evolve) : evolve());
  } else served.replace(next);
  await old.system.platform.usage.catchUp();
  await addOperators(ground.operators, app.seed);
  await plantSeed(grown, { model, seed: app.seed });

  async function refuseRisk(): Promise<void> {
    if (!before) return;
    const tenants: string[] = [];
    for await (const tenant of livingTenants(control)) tenants.push(tenant);
    const written = served.current().model;
    const record = recordJobScopeOnce(control);
    const lines = await rowsAtRisk({
      before,
      written,
      model,
      tenants,
      open: (tenant) => openTenantBackfill(tenant, { ...ground, model: written, record }),
    });
    if (lines.length === 0) return;
    throw new UsageError(
      [
        'Rows that are stored do not fit this schema:',
        ...lines.map(({ at, message, action }) => `  ${at}: ${message} ${action}`),
        'To serve it all the same, start again.',
      ].join('\n'),
    );
  }
}
