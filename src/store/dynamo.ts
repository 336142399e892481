import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { fromAttributes, toAttributes } from './attribute-value.ts';
import { translateError } from './dynamo-errors.ts';
import type { Command, Item, Output, Placeheld, Send, TransactItem } from './send.ts';

/** Where DynamoDB is, and as whom to ask it. */
export interface DynamoOptions {
  readonly region: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:8000`. */
  readonly endpoint?: string | undefined;
  /** The SDK's own search for credentials when absent. */
  readonly credentials?: DynamoDBClientConfig['credentials'];
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
}: DynamoOptions): DynamoDBClient {
  return new DynamoDBClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: requestTimeout ?? REQUEST_TIMEOUT,
      // Without it the SDK only warns, and the request hangs.
      throwOnRequestTimeout: true,
    },
  });
}

/** The Send of one table. The client behind it keeps its connections, so make one per table and credentials. */
export function dynamoSend(options: DynamoOptions & { readonly table: string }): Send {
  const client = dynamoClient(options);
  const { table } = options;
  return async (command, { signal } = {}) => {
    try {
      return await call(client, table, command, signal ? { abortSignal: signal } : {});
    } catch (error) {
      throw translateError(error, signal);
    }
  };
}

async function call(
  client: DynamoDBClient,
  table: string,
  command: Command,
  options: { readonly abortSignal?: AbortSignal },
): Promise<Output> {
  const common = { TableName: table, ReturnConsumedCapacity: 'TOTAL' } as const;
  switch (command.name) {
    case 'GetItem': {
      const input = { ...common, ...command.input, Key: toAttributes(command.input.Key) };
      return read(await client.send(new GetItemCommand(input), options));
    }
    case 'BatchGetItem': {
      const { Keys, ...rest } = command.input;
      const RequestItems = { [table]: { ...rest, Keys: Keys.map(toAttributes) } };
      const input = { RequestItems, ReturnConsumedCapacity: 'TOTAL' } as const;
      const { Responses, UnprocessedKeys, ConsumedCapacity } = await client.send(
        new BatchGetItemCommand(input),
        options,
      );
      return {
        Items: (Responses?.[table] ?? []).map(fromAttributes),
        UnprocessedKeys: (UnprocessedKeys?.[table]?.Keys ?? []).map(fromAttributes),
        capacity: units(ConsumedCapacity),
      };
    }
    case 'Query': {
      const { ExclusiveStartKey, ...rest } = command.input;
      const start = ExclusiveStartKey && { ExclusiveStartKey: toAttributes(ExclusiveStartKey) };
      return read(await client.send(new QueryCommand({ ...common, ...marshalled(rest), ...start }), options));
    }
    case 'PutItem': {
      const input = { ...common, ...marshalled(command.input), Item: toAttributes(command.input.Item) };
      return read(await client.send(new PutItemCommand(input), options));
    }
    case 'UpdateItem': {
      const input = { ...common, ...marshalled(command.input), Key: toAttributes(command.input.Key) };
      return read(await client.send(new UpdateItemCommand(input), options));
    }
    case 'DeleteItem': {
      const input = { ...common, ...marshalled(command.input), Key: toAttributes(command.input.Key) };
      return read(await client.send(new DeleteItemCommand(input), options));
    }
    case 'TransactWriteItems': {
      const TransactItems = command.input.TransactItems.map((item) => transactItem(table, item));
      const input = { ...command.input, TransactItems, ReturnConsumedCapacity: 'TOTAL' } as const;
      const { ConsumedCapacity } = await client.send(new TransactWriteItemsCommand(input), options);
      return { capacity: units(ConsumedCapacity) };
    }
    default:
      return command satisfies never;
  }
}

function transactItem(TableName: string, item: TransactItem) {
  if ('Put' in item)
    return { Put: { TableName, ...marshalled(item.Put), Item: toAttributes(item.Put.Item) } };
  if ('Update' in item)
    return { Update: { TableName, ...marshalled(item.Update), Key: toAttributes(item.Update.Key) } };
  return { Delete: { TableName, ...marshalled(item.Delete), Key: toAttributes(item.Delete.Key) } };
}

/** The input with DynamoDB's JSON for the values of its expressions, and a name record that the SDK may own. */
function marshalled<Input extends Placeheld>(input: Input) {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values, ...rest } = input;
  return {
    ...rest,
    ...(names && { ExpressionAttributeNames: { ...names } }),
    ...(values && { ExpressionAttributeValues: toAttributes(values) }),
  };
}

type Attributes = Record<string, object>;
interface SdkOutput {
  readonly Item?: Attributes | undefined;
  readonly Items?: Attributes[] | undefined;
  readonly Attributes?: Attributes | undefined;
  readonly LastEvaluatedKey?: Attributes | undefined;
  readonly ScannedCount?: number | undefined;
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined;
}

function read(output: SdkOutput): Output {
  const one = (name: 'Item' | 'Attributes' | 'LastEvaluatedKey'): Partial<Record<typeof name, Item>> => {
    const attributes = output[name];
    return attributes ? { [name]: fromAttributes(attributes) } : {};
  };
  return {
    ...one('Item'),
    ...one('Attributes'),
    ...one('LastEvaluatedKey'),
    ...(output.Items && { Items: output.Items.map(fromAttributes) }),
    ...(output.ScannedCount !== undefined && { ScannedCount: output.ScannedCount }),
    capacity: units(output.ConsumedCapacity && [output.ConsumedCapacity]),
  };
}

function units(consumed: readonly { readonly CapacityUnits?: number | undefined }[] | undefined): number {
  return (consumed ?? []).reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
