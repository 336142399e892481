import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

import type { FunctionName } from '../../src/lambda/function-names.ts';
import { keyStatement } from './key-rights.ts';

/** A transaction is judged by what its items do (Amazon DynamoDB, "IAM and transactions"). */
const TRANSACTION = ['ConditionCheckItem', 'DeleteItem', 'PutItem'];

/**
 * What each function does to the records of the control table, and nothing else. The laptop judges by the same list, so
 * that an action which the code needs and is missing here fails a test.
 */
const RECORDS: Readonly<Record<FunctionName, readonly string[]>> = {
  // Buckets of limits and figures of usage are updated in place.
  graphql: ['BatchGetItem', 'GetItem', 'Query', 'UpdateItem', ...TRANSACTION],
  authorizer: ['GetItem'],
  operator: ['GetItem', 'Query', ...TRANSACTION],
  'operator-authorizer': [],
  // A purge deletes in batches.
  jobs: ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'Query', ...TRANSACTION],
  'pre-token': ['GetItem', 'Query', ...TRANSACTION],
  'pre-sign-up': ['GetItem', 'Query'],
  'post-confirmation': ['GetItem', 'Query', ...TRANSACTION],
};

/** What each function asks of the pool of the tenants' users. */
const USERS: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  graphql: ['ListUsers'],
  operator: ['ListGroups', 'ListUsers', 'ListUsersInGroup'],
  jobs: ['AdminDeleteUser', 'ListUsers'],
};

export interface Reached {
  readonly control: ITable;
  readonly key: IKey;
  readonly userPoolArn: string;
}

/** Gives the role of a function what its code needs. Rows are reached by the tenant role alone; archives: archive-rights.ts. */
export function grantRights(name: FunctionName, role: IRole, { control, key, userPoolArn }: Reached): void {
  const records = RECORDS[name];
  if (records.length > 0) {
    allow(role, 'dynamodb', records, control.tableArn);
    const { region } = Stack.of(role);
    role.addToPrincipalPolicy(keyStatement({ key, region, actions: ['Decrypt', 'GenerateDataKey'] }));
  }
  const users = USERS[name];
  if (users) allow(role, 'cognito-idp', users, userPoolArn);
}

function allow(role: IRole, service: string, actions: readonly string[], resource: string): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: actions.map((action) => `${service}:${action}`),
      resources: [resource],
    }),
  );
}
