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
import { withKeys } from './leading-keys.ts';
import { HAS_TENANT, SESSION_TENANT } from './session-tenant.ts';

/** The actions of the store on rows: no scan, no PartiQL, no action on the table itself. */
const ROW_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
];

/** Actions that would read rows without naming a key. */
const DENIED_ACTIONS = [
  'dynamodb:Scan',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate',
];

/** The prefix of every key of a tenant (ARCHITECTURE.md, "Keys of the data table"): `T#acme#`. */
const OWN_KEYS = `T#${SESSION_TENANT}#*`;

export interface TenantRoleProps {
  /** The table of the pool. */
  readonly pool: ITable;
  /** The table of subscriptions. */
  readonly realtime: ITable;
  /** The prefix of the names of silo tables. */
  readonly siloPrefix: string;
  /** The names of the indexes of each table. */
  readonly indexes: readonly string[];
  readonly key: IKey;
  /** The roles of the functions that act for tenants. */
  readonly assumedBy: readonly IRole[];
}

/**
 * The only role that reaches rows. A session of it is tagged with a tenant, and its policy compares the partition key
 * of each call with the tag. The policy names silo tables by the same tag. So it has the same length for a thousand of
 * them, and no session names another tenant's.
 */
export class TenantRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, { pool, realtime, siloPrefix, indexes, key, assumedBy }: TenantRoleProps) {
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
    const resources = [...withIndexes(pool.tableArn), ...withIndexes(ownTable), realtime.tableArn];
    const ownKeys = {
      ...withKeys([OWN_KEYS]),
      // A session with an empty tag would reach the keys of a tenant without a name: `T##Task`.
      StringNotEquals: HAS_TENANT.StringNotEquals,
    };
    this.role.addToPolicy(new PolicyStatement({ actions: ROW_ACTIONS, resources, conditions: ownKeys }));
    // Two statements, because a variable without a value can make a whole statement void ("Policy variables").
    for (const denied of [[...withIndexes(pool.tableArn), realtime.tableArn], withIndexes(ownTable)])
      this.role.addToPolicy(
        new PolicyStatement({ effect: Effect.DENY, actions: DENIED_ACTIONS, resources: denied }),
      );
    const { region } = Stack.of(this);
    this.role.addToPolicy(
      keyStatement({ key, region, actions: ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey'] }),
    );
  }
}
