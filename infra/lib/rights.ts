import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type Conditions, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

import type { FunctionName } from '../../src/lambda/function-names.ts';
import { keyStatement } from './key-rights.ts';
import { withKeys } from './leading-keys.ts';

/** The actions of a transaction. IAM judges it by its items (Amazon DynamoDB, "IAM and transactions"). */
const TRANSACTION = ['ConditionCheckItem', 'DeleteItem', 'PutItem'];

/**
 * The actions of each function on the records of the control table.
 * The laptop judges by the same list, so that a test fails if an action that the code needs is missing here.
 */
const RECORDS: Readonly<Record<FunctionName, readonly string[]>> = {
  // It updates buckets of limits in place.
  graphql: ['BatchGetItem', 'GetItem', 'Query', 'UpdateItem', ...TRANSACTION],
  authorizer: ['GetItem'],
  // It reads the usage of all tenants of a day.
  operator: ['BatchGetItem', 'GetItem', 'Query', ...TRANSACTION],
  'operator-authorizer': [],
  // It admits subscribers, takes from the buckets of their tenant, and records refusals in its audit.
  socket: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  // It admits them again by records that it knows the keys of, and records refusals too. It lists the endpoints of webhooks.
  changes: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query'],
  // A purge deletes in batches, and rows of schedules are limited.
  work: ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'Query', 'UpdateItem', ...TRANSACTION],
  // It looks a tenant and its endpoints up, and disables one that is given up.
  webhooks: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem'],
  // It looks a tenant up, and records events in its audit.
  files: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem'],
  // It has rights on some items only: metering.ts.
  meter: [],
  'pre-token': ['GetItem', 'Query', ...TRANSACTION],
  'pre-sign-up': ['GetItem', 'Query'],
  'post-confirmation': ['GetItem', 'Query', ...TRANSACTION],
};

/** The actions of each function on the pool of the tenants' users. */
const USERS: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  graphql: ['ListUsers'],
  operator: ['ListGroups', 'ListUsers', 'ListUsersInGroup'],
  work: ['AdminDeleteUser', 'ListUsers'],
};

/**
 * The actions on the records of connections. What belongs to a tenant in the same table is reached with the tenant's
 * session alone.
 */
const CONNECTIONS: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  socket: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  // It ends those that are gone.
  changes: ['DeleteItem', 'GetItem'],
};

/** The beginning of the partition keys of connections: `C#7`. */
const CONNECTION_KEYS = 'C#*';

export interface Reached {
  readonly control: ITable;
  readonly realtime: ITable;
  readonly key: IKey;
  readonly userPoolArn: string;
}

/**
 * Grants the role of a function what its code needs. Only the tenant role reaches rows. For archives see
 * archive-rights.ts.
 */
export function grantRights(
  name: FunctionName,
  role: IRole,
  { control, realtime, key, userPoolArn }: Reached,
): void {
  const records = RECORDS[name];
  if (records.length > 0) {
    allow(role, 'dynamodb', records, control.tableArn);
    const { region } = Stack.of(role);
    role.addToPrincipalPolicy(keyStatement({ key, region, actions: ['Decrypt', 'GenerateDataKey'] }));
  }
  const connections = CONNECTIONS[name];
  if (connections) allow(role, 'dynamodb', connections, realtime.tableArn, withKeys([CONNECTION_KEYS]));
  const users = USERS[name];
  if (users) allow(role, 'cognito-idp', users, userPoolArn);
}

/** Lets a function read a secret at its start. So its configuration does not hold the secret. */
export function grantSecret(role: IRole, secretArn: string, key: IKey): void {
  allow(role, 'secretsmanager', ['GetSecretValue'], secretArn);
  const { region } = Stack.of(role);
  role.addToPrincipalPolicy(keyStatement({ key, region, actions: ['Decrypt'], service: 'secretsmanager' }));
}

function allow(
  role: IRole,
  service: string,
  actions: readonly string[],
  resource: string,
  conditions: Conditions = {},
): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: actions.map((action) => `${service}:${action}`),
      resources: [resource],
      conditions,
    }),
  );
}
