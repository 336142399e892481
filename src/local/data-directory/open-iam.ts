import type { Model } from '../../model/index.ts';
import {
  assumeTenantRole,
  type AssumeTenantRole,
  controlShape,
  dynamoSend,
  openConnections,
  openTenantTables,
  tableShape,
  type DynamoOptions,
  type Send,
  type TenantTables,
  type TenantRoleOptions,
} from '../../store/index.ts';
import type { FunctionName, TenantFunction } from '../../lambda/index.ts';
import { namingFullDisk, type Streams } from '../../local-cloud/dynamodb/index.ts';
import { ACCOUNT, IDENTITY_POOL_ID, SOCKET_API_ID } from './identity.ts';
import templates from '../generated/roles.json';
import {
  type TableNames,
  guardDynamoDb,
  openJudge,
  type Judge,
  keyRequests,
  type KeyRequests,
  listOf,
  type OneOrMore,
  type PolicyDocument,
  openSessions,
  type Role,
  type Sessions,
  localSts,
} from '../../local-cloud/iam/index.ts';

type RoleName = keyof typeof templates;
/** The roles of a template, as `npm run roles` writes them. */
export type Roles = Readonly<Record<RoleName, Omit<Role, 'arn'>>>;

/** The names of the tables on this laptop. */
export interface LocalTables {
  readonly data: string;
  readonly control: string;
  readonly realtime: string;
  /** Prefix of the names of silo tables. */
  readonly siloPrefix: string;
}

export interface IamOptions {
  readonly region: string;
  /** The URL of DynamoDB. */
  readonly endpoint: string | undefined;
  readonly tables: LocalTables;
  /** The name of the bucket of archives. */
  readonly bucket: string;
  /** The name of the bucket of log lines. */
  readonly usageBucket: string;
  /** The name of the bucket of files. */
  readonly filesBucket: string;
  readonly model: Model;
  /** Roles that replace those of the synthesised template. */
  readonly roles?: Roles;
  /** The clock that ends sessions. It returns milliseconds since 1970. */
  readonly now?: () => number;
  /** The streams that get the changes of all calls. */
  readonly streams?: Streams;
  /** Milliseconds that one attempt of a call may take; as on AWS by default. */
  readonly requestTimeout?: number;
}

/**
 * DynamoDB and the checks before S3, as the functions reach them on AWS: each with the credentials of its own
 * role.
 */
export interface LocalIam {
  /** The control table by the role of a function. */
  readonly controlSend: (role: FunctionName) => Send;
  /** The tables of tenants as the tenant of a scope, by a function that may assume the tenant role. */
  readonly tablesOf: (role: TenantFunction) => TenantTables;
  /** Those of rows alone. */
  readonly sendOf: (role: TenantFunction) => TenantTables['rows'];
  /** The records of connections by the role of a function. */
  readonly realtimeSend: (role: FunctionName) => Send;
  /** Those of a client of DynamoDB that a function opens. */
  dynamoOptionsOf(role: FunctionName): DynamoOptions;
  /** The access key of a function's own role. */
  credentialsOf(role: FunctionName): NonNullable<DynamoOptions['credentials']>;
  /** What asks for sessions of tenants in the name of a function. */
  assumeOf(role: FunctionName): AssumeTenantRole;
  /** Those of a client of STS that a function opens. */
  stsOptionsOf(role: FunctionName): NonNullable<TenantRoleOptions['client']>;
  readonly sessions: Sessions;
  /** Judges calls of services other than DynamoDB by the same policies. */
  readonly judge: Judge;
  /** Describes the use of the key that encrypts tables and buckets. */
  readonly keyRequest: KeyRequests;
  roleOf(name: RoleName): Role;
  /** Lets what is opened from now on use the indexes of another model too. The indexes of a table stay. */
  addIndexesOf(model: Model): void;
}

const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/**
 * Opens IAM in front of the laptop's DynamoDB. It judges every call by the policies of the synthesised
 * template, with the names of this laptop's tables. It does not create tables; the start does, as a
 * deployment would.
 */
export function openIam(options: IamOptions): LocalIam {
  const {
    region,
    endpoint,
    tables,
    bucket,
    usageBucket,
    filesBucket,
    model,
    now,
    roles = templates as unknown as Roles,
  } = options;
  const { requestTimeout, streams } = options;
  const arnPrefix = `arn:aws:dynamodb:${region}:${ACCOUNT}:table/`;
  let shape = tableShape(model);
  const key = { arn: `arn:aws:kms:${region}:${ACCOUNT}:key/local`, region };
  const keyRequest = keyRequests(key);
  const places = {
    DATA_TABLE: `${arnPrefix}${tables.data}`,
    SILO_TABLES: `${arnPrefix}${tables.siloPrefix}`,
    CONTROL_TABLE: `${arnPrefix}${tables.control}`,
    REALTIME_TABLE: `${arnPrefix}${tables.realtime}`,
    ARCHIVE_BUCKET: `arn:aws:s3:::${bucket}`,
    USAGE_BUCKET: `arn:aws:s3:::${usageBucket}`,
    FILES_BUCKET: `arn:aws:s3:::${filesBucket}`,
    TENANT_ROLE: arnOf('tenant'),
    SOCKET_API: `arn:aws:execute-api:${region}:${ACCOUNT}:${SOCKET_API_ID}`,
    IDENTITY_POOL: IDENTITY_POOL_ID,
    KEY: key.arn,
    REGION: region,
  };
  const roleOf = (name: RoleName): Role => {
    const { trust, policies } = roles[name];
    const named = fillWith(
      places,
      shape.indexes.map((index) => index.name),
    );
    return { arn: arnOf(name), trust: named(trust), policies: policies.map(named) };
  };

  const names: TableNames = {
    arnPrefix,
    partitionKey(table, index) {
      const known = index === null ? undefined : shape.indexes.find(({ name }) => name === index);
      const { keySchema } = known ?? (table === tables.control ? controlShape : shape);
      return keySchema[0]?.name ?? '';
    },
  };
  const sessions = openSessions(now);
  const judge = openJudge(sessions);
  const inner = namingFullDisk(openConnections({ requestTimeout }));
  const requestHandler = guardDynamoDb({
    judge,
    tables: names,
    keyRequest,
    inner: streams?.watching(inner) ?? inner,
  });
  const credentialsOf: LocalIam['credentialsOf'] = (role) => sessions.ofRole(roleOf(role));
  const dynamoOptionsOf = (role: FunctionName): DynamoOptions => ({
    region,
    endpoint,
    requestHandler,
    credentials: credentialsOf(role),
  });
  const stsOptionsOf = (role: FunctionName): NonNullable<TenantRoleOptions['client']> => ({
    credentials: credentialsOf(role),
    requestHandler: localSts(sessions, [roleOf('tenant')]),
  });
  const assumeOf = (role: FunctionName): AssumeTenantRole =>
    assumeTenantRole({ region, roleArn: arnOf('tenant'), client: stsOptionsOf(role) });
  const tablesOf = (role: TenantFunction): TenantTables =>
    openTenantTables(
      {
        ...dynamoOptionsOf(role),
        tables: { pool: tables.data, siloPrefix: tables.siloPrefix },
        realtime: tables.realtime,
      },
      assumeOf(role),
    );
  return {
    sessions,
    judge,
    keyRequest,
    roleOf,
    addIndexesOf(next) {
      const wider = tableShape(next);
      if (wider.indexes.length > shape.indexes.length) shape = wider;
    },
    credentialsOf,
    assumeOf,
    dynamoOptionsOf,
    stsOptionsOf,
    controlSend: (role) => dynamoSend({ ...dynamoOptionsOf(role), table: tables.control }),
    realtimeSend: (role) => dynamoSend({ ...dynamoOptionsOf(role), table: tables.realtime }),
    tablesOf,
    sendOf: (role) => tablesOf(role).rows,
  };
}

/**
 * Replaces the placeholders of the template with the names of this laptop. The placeholder of an index
 * becomes all indexes of the served schema.
 */
function fillWith(
  known: Readonly<Record<string, string>>,
  indexes: readonly string[],
): (policy: PolicyDocument) => PolicyDocument {
  const fill = (text: string): string =>
    text.replace(/\$\{([A-Z_]+)\}/g, (whole, name: string) => known[name] ?? whole);
  const fillResource = (resource: string): readonly string[] => {
    const [, table] = /^(.+\/index\/).+$/.exec(resource) ?? [];
    return table === undefined ? [fill(resource)] : indexes.map((name) => `${fill(table)}${name}`);
  };
  const fillKeys = (keys: Readonly<Record<string, OneOrMore>>): Record<string, OneOrMore> =>
    Object.fromEntries(Object.entries(keys).map(([name, values]) => [name, listOf(values).map(fill)]));
  return ({ Statement, ...policy }) => ({
    ...policy,
    Statement: Statement.map(({ Resource, Condition, ...statement }) => ({
      ...statement,
      ...(Resource !== undefined && { Resource: [...new Set(listOf(Resource).flatMap(fillResource))] }),
      ...(Condition !== undefined && {
        Condition: Object.fromEntries(
          Object.entries(Condition).map(([operator, keys]) => [operator, fillKeys(keys)]),
        ),
      }),
    })),
  });
}
