import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { randomFrom } from '../../test/random-from.ts';
import { buildBundles } from './bundles.ts';
import { startChild } from './children.ts';
import { openCloud } from './cloud.ts';
import { CORES, type Bench } from './measure-warm.ts';
import { openPostgres } from './postgres.ts';

/** A bench that can be closed, and its temporary folder. */
export interface OpenBench extends Bench {
  readonly folder: string;
  close(): Promise<void>;
}

/** Builds the bundles, and starts the emulator with the rows and the process that answers in its place. */
export async function openBench(
  options: Pick<Bench, 'rivals' | 'rounds' | 'roundTime'> & {
    readonly seed: number;
    /** Numbers of types for which our functions are bundled too. */
    readonly sizes?: readonly number[];
  },
): Promise<OpenBench> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantql-bench-'));
  const bundles = await buildBundles(folder, options.rivals, options.sizes ?? []);
  const cloud = await openCloud();
  const postgres = options.rivals.includes('postgraphile') ? await openPostgres() : null;
  const script = bundles.child('database');
  const database = await startChild({ script, env: cloud.database, core: CORES.database });
  return {
    ...options,
    folder,
    bundles,
    cloud,
    database,
    postgresUrl: postgres?.url ?? null,
    random: randomFrom(options.seed),
    async close() {
      await database.stop();
      await Promise.all([cloud.close(), postgres?.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}
