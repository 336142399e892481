import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import {
  ArnPrincipal,
  CompositePrincipal,
  Effect,
  type IRole,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

import { siloTable, TENANT_TAG } from '../../src/store/index.ts';
import { keyStatement } from './key-rights.ts';
import { SESSION_TENANT } from './session-tenant.ts';

/** What the store does with rows, and nothing else: no scan, no PartiQL, nothing about the table itself. */
export const ROW_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
];

/** What would read rows without naming a key. */
const DENIED_ACTIONS = [
  'dynamodb:Scan',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate',
];

/** Every key of a tenant begins so (ARCHITECTURE.md, "Keys of the data table"). */
const OWN_KEYS = `T#${SESSION_TENANT}#*`;

export interface TenantRoleProps {
  /** The table of the pool. */
  readonly pool: ITable;
  /** What the names of tables of single tenants begin with. */
  readonly siloPrefix: string;
  /** The names of the indexes that each of them has. */
  readonly indexes: readonly string[];
  readonly key: IKey;
  /** The roles of the functions that act for tenants. */
  readonly assumedBy: readonly IRole[];
}

/**
 * The one role by which rows are reached. Whoever assumes it names a tenant as a tag of the session, and its policy
 * compares the partition key of each call with that tag. `ForAllValues` is true when a call names no key at all, so
 * `Null` demands that it does (IAM User Guide, "Multivalued context keys"). A table of a single tenant is named by the same
 * tag, so that the policy is as long for a thousand of them as for none, and no session names another's.
 */
export class TenantRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, { pool, siloPrefix, indexes, key, assumedBy }: TenantRoleProps) {
    super(scope, 'TenantRole');
    const tagged = assumedBy.map(({ roleArn }) =>
      new ArnPrincipal(roleArn).withSessionTags().withConditions({
        'ForAllValues:StringEquals': { 'aws:TagKeys': [TENANT_TAG] },
        Null: { [`aws:RequestTag/${TENANT_TAG}`]: 'false' },
      }),
    );
    this.role = new Role(this, 'Role', {
      description: 'Reaches the rows of the tenant that the session is tagged with',
      assumedBy: new CompositePrincipal(...tagged),
    });
    const withIndexes = (tableArn: string): string[] => [
      tableArn,
      ...indexes.map((name) => `${tableArn}/index/${name}`),
    ];
    const ownTable = Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName: siloTable(siloPrefix, SESSION_TENANT),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const resources = [...withIndexes(pool.tableArn), ...withIndexes(ownTable)];
    const ownKeys = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [OWN_KEYS] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    this.role.addToPolicy(new PolicyStatement({ actions: ROW_ACTIONS, resources, conditions: ownKeys }));
    // Apart, since a variable that has no value can make a whole statement void ("Policy variables").
    for (const table of [pool.tableArn, ownTable])
      this.role.addToPolicy(
        new PolicyStatement({ effect: Effect.DENY, actions: DENIED_ACTIONS, resources: withIndexes(table) }),
      );
    const { region } = Stack.of(this);
    this.role.addToPolicy(
      keyStatement({ key, region, actions: ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey'] }),
    );
  }
}
