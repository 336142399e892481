import { join } from 'node:path';

import type { Directory } from '../tenant/index.ts';
import { keepSlots, type Model } from '../model/index.ts';
import { type Control, ensureTables, openControl, openDirectory, type SendOf } from '../store/index.ts';
import { openDynamoDb } from '../local-cloud/dynamodb/index.ts';
import { bringOverDirectory, FORMAT, openIam, requireFormat } from '../local/data-directory/index.ts';
import { REGION, namesOf, findDynamoDb, openSettings, type Settings } from '../local/data-directory/index.ts';
import { UsageError } from '../app/index.ts';

/** The data of a directory, opened in parallel with its running server or instead of it. */
export interface OpenData {
  /** Whether a server serves the data now. */
  readonly served: boolean;
  readonly settings: Settings;
  readonly save: (changed: Settings) => void;
  /** The model with the slots that the directory has recorded. */
  readonly model: Model;
  readonly directory: Directory;
  readonly control: Control;
  /** The client of the function that runs jobs. The commands have its rights. */
  readonly sendOf: SendOf;
  close(): Promise<void>;
}

/**
 * Opens a data directory. If a server runs on it, its DynamoDB is used. Otherwise the command starts one, which keeps a
 * server from starting meanwhile.
 * @param bringOver hears how rows in an earlier form are brought over. Null refuses them
 * @throws {UsageError} if another process uses the data, or if no DynamoDB is available
 */
export async function openData(
  data: string,
  schema: Model,
  { bringOver = null }: { readonly bringOver?: ((line: string) => void) | null } = {},
): Promise<OpenData> {
  const served = await findDynamoDb(data);
  const own = served === null ? await open(data) : null;
  const { settings: found, save } = openSettings(data);
  const model = keepSlots(schema, found.schema?.record ?? null);
  const endpoint = served ?? own?.endpoint ?? '';
  const settings = await whenBroughtOver().catch(async (error: unknown) => {
    await own?.stop();
    throw error;
  });
  const { tables, bucket, usageBucket, filesBucket } = namesOf(settings);
  const dynamo = {
    region: REGION,
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  await ensureTables({ ...dynamo, ...tables, model });
  const iam = openIam({
    region: REGION,
    endpoint: dynamo.endpoint,
    tables,
    bucket,
    usageBucket,
    filesBucket,
    model,
  });
  const controlSend = iam.controlSend('work');
  return {
    served: served !== null,
    settings,
    save,
    model,
    directory: openDirectory(controlSend),
    control: openControl(controlSend),
    sendOf: iam.sendOf('work'),
    close: async () => own?.stop(),
  };

  async function whenBroughtOver(): Promise<Settings> {
    if (!bringOver || !own || found.format === FORMAT) {
      requireFormat(found, data);
      return found;
    }
    const brought = await bringOverDirectory(found, model, endpoint, bringOver);
    save(brought);
    return brought;
  }
}

async function open(data: string): Promise<Awaited<ReturnType<typeof openDynamoDb>>> {
  try {
    return await openDynamoDb({ dbPath: join(data, 'dynamodb', 'data.db'), env: process.env });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
