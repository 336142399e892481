import { randomUUID } from 'node:crypto';

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

import { inAttempts } from './attempts.ts';
import type { Command, Item, Output, Send, SendOptions, TransactItem } from './send.ts';
import { wholeBatch } from './whole-batch.ts';

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
    // `inAttempts` repeats calls. The SDK would also repeat a write that may have been applied.
    maxAttempts: 1,
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
    (command, options = {}) =>
      call(client, table, withToken(command), options);
}

/** Gives a transaction a token, by which DynamoDB recognizes a repeated attempt. */
function withToken(command: Command): Command {
  if (command.name !== 'TransactWriteItems') return command;
  return { ...command, input: { ClientRequestToken: randomUUID(), ...command.input } };
}

async function call(
  client: DynamoDBDocumentClient,
  table: string,
  command: Command,
  settings: SendOptions,
): Promise<Output> {
  const { signal } = settings;
  const options = signal ? { abortSignal: signal } : {};
  const attempts = <Result>(attempt: () => Promise<Result>): Promise<Result> =>
    inAttempts(command, settings, attempt, table);
  const common = { TableName: table, ReturnConsumedCapacity: 'TOTAL' } as const;
  switch (command.name) {
    case 'GetItem':
      return read(
        await attempts(() => client.send(new GetCommand({ ...common, ...command.input }), options)),
      );
    case 'BatchGetItem': {
      const { Keys, ...rest } = command.input;
      const { items, capacity } = await wholeBatch(Keys, signal, async (left) => {
        const RequestItems = { [table]: { ...rest, Keys: [...left] } };
        const request = new BatchGetCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' });
        const answer = await attempts(() => client.send(request, options));
        return {
          items: (answer.Responses?.[table] ?? []) as Item[],
          left: (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Item[],
          capacity: units(answer.ConsumedCapacity),
        };
      });
      return { Items: items, capacity };
    }
    case 'Query':
      return read(
        await attempts(() => client.send(new QueryCommand({ ...common, ...command.input }), options)),
      );
    case 'PutItem':
      return read(
        await attempts(() => client.send(new PutCommand({ ...common, ...command.input }), options)),
      );
    case 'UpdateItem':
      return read(
        await attempts(() => client.send(new UpdateCommand({ ...common, ...command.input }), options)),
      );
    case 'DeleteItem':
      return read(
        await attempts(() => client.send(new DeleteCommand({ ...common, ...command.input }), options)),
      );
    case 'BatchWriteItem': {
      const { input } = command;
      const isPut = 'PutItems' in input;
      const { capacity } = await wholeBatch(
        isPut ? input.PutItems : input.DeleteKeys,
        signal,
        async (left) => {
          const writes = left.map((item) =>
            isPut ? { PutRequest: { Item: item } } : { DeleteRequest: { Key: item } },
          );
          const request = { RequestItems: { [table]: writes }, ReturnConsumedCapacity: 'TOTAL' } as const;
          const answer = await attempts(() => client.send(new BatchWriteCommand(request), options));
          return {
            items: [],
            left: (answer.UnprocessedItems?.[table] ?? []).map(
              ({ PutRequest, DeleteRequest }) => (PutRequest?.Item ?? DeleteRequest?.Key) as Item,
            ),
            capacity: units(answer.ConsumedCapacity),
          };
        },
      );
      return { capacity };
    }
    case 'TransactWriteItems': {
      const TransactItems = command.input.TransactItems.map((item) => inTable(table, item));
      const input = { ...command.input, TransactItems, ReturnConsumedCapacity: 'TOTAL' } as const;
      const { ConsumedCapacity } = await attempts(() =>
        client.send(new TransactWriteCommand(input), options),
      );
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
