import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type TranslateConfig,
} from '@aws-sdk/lib-dynamodb';

import { translateError } from './dynamo-errors.ts';
import type { Command, Item, Output, Send, TransactItem } from './send.ts';

/** The endpoint and the credentials of DynamoDB. */
export interface DynamoOptions {
  readonly region: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:8000`. */
  readonly endpoint?: string | undefined;
  /** The SDK's own search for credentials when absent. */
  readonly credentials?: DynamoDBClientConfig['credentials'];
  /** Another way to send than HTTPS; with it the timeouts are its own business. */
  readonly requestHandler?: DynamoDBClientConfig['requestHandler'];
  /** Milliseconds that one attempt may take; 3,000 when absent, so that three fit into the 29 seconds of API Gateway. */
  readonly requestTimeout?: number;
}

// The SDK's own switch. Which Node runs is decided in package.json and infra/, not by a line in each log.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Milliseconds. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 3_000;
const MAX_ATTEMPTS = 3;

/** A client of DynamoDB whose every call ends in bounded time. */
export function dynamoClient({
  region,
  endpoint,
  credentials,
  requestTimeout,
  requestHandler,
}: DynamoOptions): DynamoDBClient {
  const client = new DynamoDBClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: requestHandler ?? {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: requestTimeout ?? REQUEST_TIMEOUT,
      // Without it the SDK only warns, and the request hangs.
      throwOnRequestTimeout: true,
    },
  });
  // It searches each answer for secrets, for a log that is off: half of the time of a large page.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** The connections to DynamoDB: one pool, for clients that differ in their credentials alone. */
export function dynamoConnections(options: DynamoOptions): NonNullable<DynamoOptions['requestHandler']> {
  return dynamoClient(options).config.requestHandler;
}

/**
 * Numbers are doubles both ways, as in GraphQL: those beyond 2^53 are written as they print and read as the nearest
 * double. Nested values are plain objects, also one that holds a field called `constructor`.
 */
const TRANSLATION = {
  marshallOptions: {
    removeUndefinedValues: true,
    allowImpreciseNumbers: true,
    convertClassInstanceToMap: true,
  },
  unmarshallOptions: { wrapNumbers: Number },
} as const satisfies TranslateConfig;

/** The Send of one table. The client behind it keeps its connections, so make one per table and credentials. */
export function dynamoSend(options: DynamoOptions & { readonly table: string }): Send {
  return dynamoSends(options)(options.table);
}

/** The Sends of several tables over one client, which keeps credentials and connections for all of them. */
export function dynamoSends(options: DynamoOptions): (table: string) => Send {
  const client = DynamoDBDocumentClient.from(dynamoClient(options), TRANSLATION);
  return (table) =>
    async (command, { signal } = {}) => {
      try {
        return await call(client, table, command, signal ? { abortSignal: signal } : {});
      } catch (error) {
        throw translateError(error, { signal, table });
      }
    };
}

async function call(
  client: DynamoDBDocumentClient,
  table: string,
  command: Command,
  options: { readonly abortSignal?: AbortSignal },
): Promise<Output> {
  const common = { TableName: table, ReturnConsumedCapacity: 'TOTAL' } as const;
  switch (command.name) {
    case 'GetItem':
      return read(await client.send(new GetCommand({ ...common, ...command.input }), options));
    case 'BatchGetItem': {
      const { Keys, ...rest } = command.input;
      const RequestItems = { [table]: { ...rest, Keys: [...Keys] } };
      const request = new BatchGetCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' });
      const { Responses, UnprocessedKeys, ConsumedCapacity } = await client.send(request, options);
      return {
        Items: (Responses?.[table] ?? []) as Item[],
        UnprocessedKeys: (UnprocessedKeys?.[table]?.Keys ?? []) as Item[],
        capacity: units(ConsumedCapacity),
      };
    }
    case 'Query':
      return read(await client.send(new QueryCommand({ ...common, ...command.input }), options));
    case 'PutItem':
      return read(await client.send(new PutCommand({ ...common, ...command.input }), options));
    case 'UpdateItem':
      return read(await client.send(new UpdateCommand({ ...common, ...command.input }), options));
    case 'DeleteItem':
      return read(await client.send(new DeleteCommand({ ...common, ...command.input }), options));
    case 'BatchWriteItem': {
      const { input } = command;
      const writes =
        'PutItems' in input
          ? input.PutItems.map((Item) => ({ PutRequest: { Item } }))
          : input.DeleteKeys.map((Key) => ({ DeleteRequest: { Key } }));
      const request = { RequestItems: { [table]: writes }, ReturnConsumedCapacity: 'TOTAL' } as const;
      const { UnprocessedItems, ConsumedCapacity } = await client.send(
        new BatchWriteCommand(request),
        options,
      );
      const left = UnprocessedItems?.[table] ?? [];
      return {
        UnprocessedItems: left.map(
          ({ PutRequest, DeleteRequest }) => (PutRequest?.Item ?? DeleteRequest?.Key) as Item,
        ),
        capacity: units(ConsumedCapacity),
      };
    }
    case 'TransactWriteItems': {
      const TransactItems = command.input.TransactItems.map((item) => inTable(table, item));
      const input = { ...command.input, TransactItems, ReturnConsumedCapacity: 'TOTAL' } as const;
      const { ConsumedCapacity } = await client.send(new TransactWriteCommand(input), options);
      return { capacity: units(ConsumedCapacity) };
    }
    default:
      return command satisfies never;
  }
}

function inTable(TableName: string, item: TransactItem) {
  if ('Put' in item) return { Put: { TableName, ...item.Put } };
  if ('Update' in item) return { Update: { TableName, ...item.Update } };
  if ('Delete' in item) return { Delete: { TableName, ...item.Delete } };
  return { ConditionCheck: { TableName, ...item.ConditionCheck } };
}

type Attributes = Record<string, unknown>;
interface SdkOutput {
  readonly Item?: Attributes | undefined;
  readonly Items?: Attributes[] | undefined;
  readonly Attributes?: Attributes | undefined;
  readonly LastEvaluatedKey?: Attributes | undefined;
  readonly Count?: number | undefined;
  readonly ScannedCount?: number | undefined;
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined;
}

function read({
  Item,
  Items,
  Attributes,
  LastEvaluatedKey,
  Count,
  ScannedCount,
  ConsumedCapacity,
}: SdkOutput): Output {
  return {
    ...(Item && { Item: Item as Item }),
    ...(Items && { Items: Items as Item[] }),
    ...(Attributes && { Attributes: Attributes as Item }),
    ...(LastEvaluatedKey && { LastEvaluatedKey: LastEvaluatedKey as Item }),
    ...(Count !== undefined && { Count }),
    ...(ScannedCount !== undefined && { ScannedCount }),
    capacity: units(ConsumedCapacity && [ConsumedCapacity]),
  };
}

function units(consumed: readonly { readonly CapacityUnits?: number | undefined }[] | undefined): number {
  return (consumed ?? []).reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
