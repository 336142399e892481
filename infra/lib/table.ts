import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  Capacity as CdkCapacity,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
  type GlobalSecondaryIndexPropsV2,
  type TablePropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

import { TTL, type TableShape } from '../../src/store/index.ts';
import { isProtected, removalPolicyOf } from './removal-policy.ts';
import type { Capacity, Scaling, Stage } from './stage.ts';

export interface TableProps {
  readonly stage: Stage;
  /** The keys and indexes that the schema needs. */
  readonly shape: TableShape;
  readonly capacity: Capacity;
  readonly key: IKey;
  /** Absent if CloudFormation chooses the name. */
  readonly tableName?: string;
}

/** Makes a table as each that keeps data is: encrypted, restorable to the second, with a stream and an expiry of items. */
export function addTable(scope: Construct, id: string, props: TableProps): TableV2 {
  const { stage, tableName } = props;
  return new TableV2(scope, id, {
    ...(tableName !== undefined && { tableName }),
    ...basicsOf(props),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProtected(stage),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    removalPolicy: removalPolicyOf(stage),
  });
}

/**
 * Makes a table whose items expire within hours. It has no copies: nothing in a copy would be true after a restore, and
 * a copy would outlive the purge of a tenant. Its stage takes it along, because an open connection ends with the stage.
 */
export function addPassingTable(
  scope: Construct,
  id: string,
  props: Omit<TableProps, 'stage' | 'tableName'>,
): TableV2 {
  return new TableV2(scope, id, { ...basicsOf(props), removalPolicy: RemovalPolicy.DESTROY });
}

function basicsOf({ shape, capacity, key }: Pick<TableProps, 'shape' | 'capacity' | 'key'>) {
  return {
    ...keysOf(shape, capacity),
    ...loadOf(capacity),
    encryption: TableEncryptionV2.customerManagedKey(key),
    timeToLiveAttribute: TTL,
  };
}

/** Returns the keys and indexes of a table in CDK's words: exactly those that the schema needs. */
function keysOf({ keySchema, indexes }: TableShape, capacity: Capacity) {
  const keys = (parts: TableShape['keySchema']) => {
    const [hash, range] = parts;
    if (!hash || !range) throw new Error('Every table and index has two key attributes.');
    return {
      partitionKey: { name: hash.name, type: AttributeType.STRING },
      sortKey: { name: range.name, type: AttributeType.STRING },
    };
  };
  const globalSecondaryIndexes = indexes.map(({ name, keySchema: parts }): GlobalSecondaryIndexPropsV2 => ({
    indexName: name,
    ...keys(parts),
    ...indexLoadOf(capacity),
  }));
  return { ...keys(keySchema), globalSecondaryIndexes };
}

function loadOf(capacity: Capacity): Pick<TablePropsV2, 'billing' | 'warmThroughput'> {
  if (capacity.mode === 'provisioned')
    return {
      billing: Billing.provisioned({
        readCapacity: scaled(capacity.reads),
        writeCapacity: scaled(capacity.writes),
      }),
    };
  return { billing: Billing.onDemand(bounds(capacity)), ...warmth(capacity) };
}

/** Returns the load of an index. An index takes a write for almost every write of its table, so it has the same. */
function indexLoadOf(capacity: Capacity): Partial<GlobalSecondaryIndexPropsV2> {
  return capacity.mode === 'provisioned'
    ? { readCapacity: scaled(capacity.reads), writeCapacity: scaled(capacity.writes) }
    : { ...bounds(capacity), ...warmth(capacity) };
}

type OnDemand = Extract<Capacity, { mode: 'onDemand' }>;

function bounds({ maxReads, maxWrites }: OnDemand) {
  return {
    ...(maxReads === null ? {} : { maxReadRequestUnits: maxReads }),
    ...(maxWrites === null ? {} : { maxWriteRequestUnits: maxWrites }),
  };
}

function warmth({ warm }: OnDemand) {
  return warm === null
    ? {}
    : { warmThroughput: { readUnitsPerSecond: warm.reads, writeUnitsPerSecond: warm.writes } };
}

function scaled({ min, max, target }: Scaling): CdkCapacity {
  return CdkCapacity.autoscaled({ minCapacity: min, maxCapacity: max, targetUtilizationPercent: target });
}
