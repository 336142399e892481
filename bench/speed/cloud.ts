import type { FunctionName } from '../../src/lambda/function-names.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import { marshal } from '../../src/store/dynamo/driver/marshal.ts';
import { OPERATORS, openTestApi, POOL } from '../../test/api.ts';
import { openCloudOverHttp } from '../../test/shared/cloud-over-http.ts';
import { ROWS } from './rows.ts';

/** The access key by which rivals reach their own table. */
const RIVAL_KEY = 'RIVAL';
const RIVAL_TABLE = 'rivals';
/** The tenant without limits, and the one whose plan has limits that bind. */
const TENANTS = { plain: 'acme', limited: 'globex' } as const;

/** The emulator and the stand-ins of AWS, with the rows of the bench. */
export interface Cloud {
  /** The environment of the process between the functions and the emulator. */
  readonly database: Readonly<Record<string, string>>;
  /** The environment of our functions, and of rivals. */
  readonly ours: Readonly<Record<string, string>>;
  readonly rival: Readonly<Record<string, string>>;
  readonly tokens: { readonly plain: string; readonly limited: string; readonly operator: string };
  readonly sub: string;
  /** Returns the credentials of a function's role, as variables of its environment. */
  credentialsOf(name: FunctionName): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens them, with equal rows in our tables and in the table of the rivals. */
export async function openCloud(): Promise<Cloud> {
  const api = await openTestApi({
    seed: {
      tenants: [
        { id: TENANTS.plain, name: 'Acme', plan: 'enterprise', isolation: 'POOL', settings: {} },
        { id: TENANTS.limited, name: 'Globex', plan: 'team', isolation: 'POOL', settings: {} },
      ],
      rows: { [TENANTS.plain]: ROWS, [TENANTS.limited]: ROWS },
    },
  });
  const { region } = POOL;
  const { endpoint = '' } = api.tables.dynamo;
  const cloud = await openCloudOverHttp(api);
  await fillRivals(endpoint, region);
  const credentialsOf: Cloud['credentialsOf'] = (name) => {
    const { accessKeyId, secretAccessKey, sessionToken } = cloud.credentialsOf(name);
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
  };
  const everywhere = {
    AWS_REGION: region,
    USER_POOL_ID: POOL.userPoolId,
    USER_POOL_CLIENT_ID: POOL.clientId,
  };
  return {
    database: {
      CLOUD_PORT: String(cloud.port),
      EMULATOR_PORT: new URL(endpoint).port,
      CONTROL_TABLE: api.tables.control,
      REGION: region,
      RIVAL_KEY,
    },
    ours: {
      ...everywhere,
      ...credentialsOf('graphql'),
      CONTROL_TABLE: api.tables.control,
      DATA_TABLE: api.tables.data,
      REALTIME_TABLE: api.tables.realtime,
      SILO_TABLE_PREFIX: api.tables.siloPrefix,
      ARCHIVE_BUCKET: cloud.bucket,
      USAGE_BUCKET: cloud.usageBucket,
      FILES_BUCKET: cloud.filesBucket,
      SCAN_FILES: 'false',
      TENANT_ROLE_ARN: cloud.tenantRole,
      CURSOR_SECRET_ARN: cloud.secretArn,
      WORK_QUEUE_URL: cloud.workQueue,
      WEBHOOK_QUEUE_URL: cloud.webhookQueue,
      EVENT_BUS: 'bench',
      SOCKET_ENDPOINT: cloud.socketEndpoint,
      OPERATOR_POOL_ID: OPERATORS.userPoolId,
      OPERATOR_POOL_CLIENT_ID: OPERATORS.clientId,
      METRICS_NAMESPACE: 'bench',
      TIER_PREFIX: 'bench',
    },
    rival: {
      ...everywhere,
      AWS_ACCESS_KEY_ID: RIVAL_KEY,
      AWS_SECRET_ACCESS_KEY: 'secret',
      TABLE: RIVAL_TABLE,
    },
    tokens: {
      plain: await api.token('alice'),
      limited: await api.token('carol'),
      operator: await api.operatorToken('opal'),
    },
    sub: api.cognito.user('alice')?.sub ?? '',
    credentialsOf,
    async close() {
      await cloud.close();
      await api.close();
    },
  };
}

/** Writes the rows of both tenants under natural keys: the tenant and the type, then the id. */
async function fillRivals(endpoint: string, region: string): Promise<void> {
  const call = openTableCalls({
    region,
    endpoint,
    credentials: { accessKeyId: RIVAL_KEY, secretAccessKey: 'secret' },
  });
  const key = (name: string, KeyType: string): object => ({ AttributeName: name, KeyType });
  await call('CreateTable', {
    TableName: RIVAL_TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'ofTask', 'createdAt'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byTask',
        KeySchema: [key('ofTask', 'HASH'), key('createdAt', 'RANGE')],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const items = Object.values(TENANTS).flatMap((tenant) =>
    Object.entries(ROWS).flatMap(([type, rows]) =>
      rows.map((row) => ({
        createdAt: '2026-11-30T00:00:00.000Z',
        updatedAt: '2026-11-30T00:00:00.000Z',
        owner: 'alice',
        ...row,
        pk: `${tenant}#${type}`,
        sk: row.id,
        ...('taskId' in row && { ofTask: `${tenant}#${row.taskId}` }),
      })),
    ),
  );
  for (let at = 0; at < items.length; at += 25)
    await call('BatchWriteItem', {
      RequestItems: {
        [RIVAL_TABLE]: items.slice(at, at + 25).map((item) => ({ PutRequest: { Item: marshal(item) } })),
      },
    });
}
