import type { Model } from '../../model/index.ts';
import {
  assumeTenantRole,
  controlShape,
  dynamoConnections,
  dynamoSend,
  openTenantSends,
  tableShape,
  type DynamoOptions,
  type Send,
  type SendOf,
  type TenantRoleOptions,
} from '../../store/index.ts';
import templates from '../../generated/roles.json';
import type { TableNames } from './dynamodb-requests.ts';
import { guardDynamoDb } from './guard.ts';
import type { SdkHandler } from './http.ts';
import { listOf, type PolicyDocument } from './policy.ts';
import { openSessions, type Role, type Sessions } from './sessions.ts';
import { localSts } from './sts.ts';

type RoleName = keyof typeof templates;
/** The functions of the template that ask DynamoDB for something: each has a role of its own. */
export type FunctionRole = Exclude<RoleName, 'tenant'>;

/** The tables of this machine. */
export interface LocalTables {
  readonly data: string;
  readonly control: string;
  /** What the names of tables of single tenants begin with. */
  readonly siloPrefix: string;
}

export interface IamOptions {
  readonly region: string;
  /** Where DynamoDB is. */
  readonly endpoint: string | undefined;
  readonly tables: LocalTables;
  readonly model: Model;
  /** The clock by which sessions end, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** DynamoDB as the functions of the template reach it on AWS: each with the credentials of its own role. */
export interface LocalIam {
  /** The control table by the role of a function. */
  controlSend(role: FunctionRole): Send;
  /** The data table as the tenant of a scope, by a function that may assume the tenant role. */
  sendOf(role: FunctionRole): SendOf;
  /** Those of a client of DynamoDB that a function opens. */
  dynamoOptionsOf(role: FunctionRole): DynamoOptions;
  /** The same of STS. */
  stsOptionsOf(role: FunctionRole): NonNullable<TenantRoleOptions['client']>;
  readonly sessions: Sessions;
  roleOf(name: RoleName): Role;
}

const ACCOUNT = '000000000000';
const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/**
 * Puts IAM before the DynamoDB of this machine: every call is judged by the policies of the synthesised template, with
 * this machine's tables in place of its own. The tables themselves are made outside, as a deployment makes them.
 */
export function openIam({ region, endpoint, tables, model, now }: IamOptions): LocalIam {
  const arnPrefix = `arn:aws:dynamodb:${region}:${ACCOUNT}:table/`;
  const shape = tableShape(model);
  const named = fillWith(
    {
      '${DATA_TABLE}': `${arnPrefix}${tables.data}`,
      '${SILO_TABLES}': `${arnPrefix}${tables.siloPrefix}`,
      '${CONTROL_TABLE}': `${arnPrefix}${tables.control}`,
      '${TENANT_ROLE}': arnOf('tenant'),
    },
    shape.indexes.map(({ name }) => name),
  );
  const roleOf = (name: RoleName): Role => {
    const { trust, policies } = templates[name] as Omit<Role, 'arn'>;
    return { arn: arnOf(name), trust, policies: policies.map(named) };
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
  const sts = localSts(sessions, [roleOf('tenant')]);
  const connections = dynamoConnections({ region, endpoint }) as unknown as SdkHandler;
  const requestHandler = guardDynamoDb({
    sessions,
    tables: names,
    inner: connections,
  }) as unknown as NonNullable<DynamoOptions['requestHandler']>;
  const dynamoOptionsOf = (role: FunctionRole): DynamoOptions => ({
    region,
    endpoint,
    requestHandler,
    credentials: sessions.ofRole(roleOf(role)),
  });
  const stsOptionsOf = (role: FunctionRole): NonNullable<TenantRoleOptions['client']> => ({
    credentials: sessions.ofRole(roleOf(role)),
    requestHandler: sts,
  });
  return {
    sessions,
    roleOf,
    dynamoOptionsOf,
    stsOptionsOf,
    controlSend: (role) => dynamoSend({ ...dynamoOptionsOf(role), table: tables.control }),
    sendOf: (role) =>
      openTenantSends(
        { ...dynamoOptionsOf(role), tables: { pool: tables.data, siloPrefix: tables.siloPrefix } },
        assumeTenantRole({ region, roleArn: arnOf('tenant'), client: stsOptionsOf(role) }),
      ),
  };
}

/**
 * Puts the ARNs of this machine in place of those that the template holds by name; what follows such a name stays as it is
 * written there. The template names the indexes of the schema that it was made of; here they are those of the one that is
 * served.
 */
function fillWith(
  known: Readonly<Record<string, string>>,
  indexes: readonly string[],
): (policy: PolicyDocument) => PolicyDocument {
  const fill = (resource: string): readonly string[] => {
    const [table = '', index] = resource
      .replace(/^\$\{[A-Z_]+\}/, (name) => known[name] ?? name)
      .split(/(?<=\/index\/)/);
    return index === undefined ? [table] : indexes.map((name) => `${table}${name}`);
  };
  return ({ Statement, ...policy }) => ({
    ...policy,
    Statement: Statement.map((statement) => ({
      ...statement,
      ...(statement.Resource !== undefined && {
        Resource: [...new Set(listOf(statement.Resource).flatMap(fill))],
      }),
    })),
  });
}
