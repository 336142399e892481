import { bringOver } from '../../migrate/index.ts';
import type { Model } from '../../model/index.ts';
import { livingTenants, recordJobScopeOnce } from '../../platform/index.ts';
import {
  ensureTables,
  openControl,
  openDirectory,
  openDirectSends,
  dynamoSend,
  NoTable,
} from '../../store/index.ts';
import { jobScope, type Isolation } from '../../tenant/index.ts';
import { UsageError } from '../../app/index.ts';
import { formerNamesOf, namesOf } from './names.ts';
import { FORMAT, type Settings } from './settings.ts';

const TABLES: readonly Isolation[] = ['POOL', 'SILO'];

/**
 * Requires that the rows of a data directory are in the form that this version reads.
 * @throws {UsageError} if they are not, with the command that brings them over
 */
export function requireFormat({ format, schema }: Settings, data: string): void {
  if (format === FORMAT || !schema) return;
  throw new UsageError(
    `The data directory "${data}" has rows in an earlier form. Bring them over with: npm run schema:apply -- --data ${data}`,
  );
}

/**
 * Brings the rows of a data directory over into tables of today's form. No server uses the directory meanwhile. The former
 * tables stay as they are. Returns the settings with the form.
 * @throws {UsageError} if the schema has lost a type since, whose rows it could not place
 */
export async function bringOverDirectory(
  settings: Settings,
  model: Model,
  endpoint: string,
  note: (line: string) => void,
): Promise<Settings> {
  const lost = Object.keys(settings.schema?.record.types ?? {}).filter((name) => !(name in model.models));
  if (lost.length > 0)
    throw new UsageError(
      `The schema has lost ${lost.join(', ')}. Bring the rows over by the schema that they have, then change the schema.`,
    );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamo = { region: 'us-east-1', endpoint, credentials };
  const [former, present] = [formerNamesOf(settings), namesOf(settings).tables];
  await ensureTables({ ...dynamo, ...present, model });
  const control = dynamoSend({ ...dynamo, table: present.control });
  const directory = openDirectory(control);
  const from = openDirectSends({ ...dynamo, tables: { pool: former.data, siloPrefix: former.siloPrefix } });
  const to = openDirectSends({ ...dynamo, tables: { pool: present.data, siloPrefix: present.siloPrefix } });
  const records = openControl(control);
  const record = recordJobScopeOnce(records);
  for await (const tenant of livingTenants(records)) {
    const scope = await jobScope(directory, tenant, 'bring rows over', record);
    for (const table of TABLES)
      try {
        const copied = await bringOver({ scope, from: from(scope, table), to: to(scope, table) }, model);
        if (copied > 0) note(`${tenant}: brought ${copied} items over`);
      } catch (error) {
        if (!(error instanceof NoTable)) throw error;
      }
  }
  return { ...settings, format: FORMAT };
}
