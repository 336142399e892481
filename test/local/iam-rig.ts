import {
  dynamoSend,
  ensureTables,
  siloTable,
  assumeTenantRole,
  type AssumeTenantRole,
  type DynamoOptions,
} from '../../src/store/index.ts';
import { FUNCTIONS } from '../../src/lambda/function-names.ts';
import { openIam, type LocalIam } from '../../src/local/data-directory/index.ts';
import { startEmulator } from '../emulator.ts';
import { dump, type Dumped } from '../platform/dump.ts';
import { modelOf, project, task } from '../store/sample-types.ts';
import { scopeOf } from '../tenants.ts';

/** Tenants with a silo table in addition to rows in the pool; two ids begin or end with the id "acme". */
const silos = ['acme', 'globex', 'acme-2', 'an-acme'];
export const tables = { data: 'data', control: 'control', realtime: 'realtime', siloPrefix: 'silo-', silos };
/** Returns the name of the silo table of a tenant. */
export const siloOf = (tenant: string): string => siloTable(tables.siloPrefix, tenant);
/** The functions of the template; each has its own role. */
export const functions = FUNCTIONS;
/** Seconds; the longest session of a role that another role assumes. */
export const HOUR = 3600;
export const region = 'eu-central-1';

/** Returns the key of an item in a partition of the data table. */
export const key = (pk: string) => ({ __pk: pk, __sk: '1#' });
/** Returns an item of a tenant with the key of an index. */
export const itemOf = (tenant: string) => ({
  ...key(`T#${tenant}#Task`),
  '1p': `T#${tenant}#Task#byProject#p`,
  '1s': '1#',
});

/** An emulator behind the IAM guard, with an item of each of three tenants in the pool and one in each silo table. */
export interface IamRig {
  readonly iam: LocalIam;
  /** The options that reach DynamoDB around the guard. */
  readonly past: DynamoOptions;
  /** Assumes the tenant role as the function that serves the API. */
  readonly assume: AssumeTenantRole;
  /** Returns the credentials of a session of the tenant role. */
  credentialsOf(tenant: string): ReturnType<AssumeTenantRole>;
  /** Returns all items of all tables. */
  everything(): Promise<readonly Dumped[]>;
  stop(): Promise<void>;
}

/** Opens a rig with a clock for the local STS. */
export async function openIamRig(now: () => number): Promise<IamRig> {
  const emulator = await startEmulator();
  const model = modelOf(task, project);
  const past = {
    region,
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  await ensureTables({ ...past, ...tables, model, silos: silos.map(siloOf) });
  const put = async (table: string, tenant: string): Promise<void> => {
    await dynamoSend({ ...past, table })({ name: 'PutItem', input: { Item: itemOf(tenant) } });
  };
  for (const tenant of ['acme', 'globex', 'acme2']) await put(tables.data, tenant);
  for (const tenant of silos) await put(siloOf(tenant), tenant);
  const iam = openIam({
    region,
    endpoint: emulator.endpoint,
    tables,
    bucket: 'archives',
    usageBucket: 'usage',
    filesBucket: 'files',
    model,
    now,
  });
  const client = iam.stsOptionsOf('graphql');
  const assume = assumeTenantRole({ region, roleArn: iam.roleOf('tenant').arn, client });
  return {
    iam,
    past,
    assume,
    credentialsOf: (tenant) => assume(scopeOf(tenant).tenantId),
    everything: () => dump({ tables: { dynamo: past, ...tables } }),
    stop: () => emulator.stop(),
  };
}

/** Returns the name of the error of a call, or `answered` if it succeeds. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'answered';
  } catch (error) {
    return (error as Error).name;
  }
}
