import { openTableCalls, type DynamoOptions } from '../driver/dynamo.ts';
import type { KeyPart, TableShape } from './table-shape.ts';

/** The calls that make and look at tables; `infra/` does it on AWS. */
export interface TableAdmin {
  /** The state of a table and of its indexes by name, or null when there is no such table. */
  describe(table: string): Promise<TableState | null>;
  create(table: string, shape: TableShape): Promise<void>;
  /** Begins to add one index: DynamoDB builds one at a time (API reference, UpdateTable). */
  addIndex(table: string, shape: TableShape, name: string): Promise<void>;
}

export interface TableState {
  /** Whether the table and all its indexes can be used. */
  readonly active: boolean;
  readonly indexes: readonly string[];
}

/** The part of an answer of DescribeTable that is read here. */
interface Described {
  readonly Table?: {
    readonly TableStatus?: string;
    readonly GlobalSecondaryIndexes?: readonly {
      readonly IndexName?: string;
      readonly IndexStatus?: string;
    }[];
  };
}

/** The tables of an endpoint. */
export function dynamoTables(options: DynamoOptions): TableAdmin {
  const call = openTableCalls(options);
  return {
    async describe(table) {
      try {
        const { Table } = (await call('DescribeTable', { TableName: table })) as Described;
        const indexes = Table?.GlobalSecondaryIndexes ?? [];
        const states = [Table?.TableStatus, ...indexes.map(({ IndexStatus }) => IndexStatus)];
        return {
          active: states.every((state) => state === 'ACTIVE'),
          indexes: indexes.flatMap(({ IndexName }) => IndexName ?? []),
        };
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
        throw error;
      }
    },
    async create(table, shape) {
      const indexes = shape.indexes.map((index) => indexInput(shape, index.name));
      await call('CreateTable', {
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keySchema(shape.keySchema),
        AttributeDefinitions: attributes(shape),
        ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
      });
    },
    async addIndex(table, shape, name) {
      await call('UpdateTable', {
        TableName: table,
        AttributeDefinitions: attributes(shape),
        GlobalSecondaryIndexUpdates: [{ Create: indexInput(shape, name) }],
      });
    },
  };
}

function indexInput(shape: TableShape, name: string) {
  const index = shape.indexes.find((one) => one.name === name);
  return {
    IndexName: name,
    KeySchema: keySchema(index?.keySchema ?? []),
    Projection: { ProjectionType: 'ALL' },
  };
}

function attributes(shape: TableShape) {
  return shape.attributeDefinitions.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
}

function keySchema(parts: readonly KeyPart[]) {
  return parts.map(({ name, role }) => ({ AttributeName: name, KeyType: role }));
}
