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

import type { CredentialSource } from '../../aws/credentials.ts';
import type { HttpHandler } from '../../aws/http.ts';
import type { DynamoCall, Operation } from './dynamo-call.ts';

export interface SdkOptions {
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly requestHandler?: HttpHandler | undefined;
  /** Milliseconds of one attempt. */
  readonly requestTimeout?: number | undefined;
}

/** Numbers are doubles both ways. Nested values are plain objects, also one with a field called `constructor`. */
const TRANSLATION = {
  marshallOptions: {
    removeUndefinedValues: true,
    allowImpreciseNumbers: true,
    convertClassInstanceToMap: true,
  },
  unmarshallOptions: { wrapNumbers: Number },
} as const satisfies TranslateConfig;

interface ClientOptions extends Omit<SdkOptions, 'requestHandler'> {
  readonly requestHandler?: SdkOptions['requestHandler'] | DynamoDBClient['config']['requestHandler'];
}

/** Milliseconds. */
const CONNECTION_TIMEOUT = 1_000;
const REQUEST_TIMEOUT = 3_000;

type SdkCommand = Parameters<DynamoDBDocumentClient['send']>[0];
const COMMANDS: Readonly<Record<Operation, new (input: never) => unknown>> = {
  GetItem: GetCommand,
  BatchGetItem: BatchGetCommand,
  Query: QueryCommand,
  PutItem: PutCommand,
  UpdateItem: UpdateCommand,
  DeleteItem: DeleteCommand,
  BatchWriteItem: BatchWriteCommand,
  TransactWriteItems: TransactWriteCommand,
};

/** Makes calls by the SDK's document client: one for each of the credentials, over one pool of connections. */
export function sdkCallsBy(options: SdkOptions): (credentials: CredentialSource | undefined) => DynamoCall {
  const { requestHandler } = clientOf(options).config;
  return (credentials) => {
    const client = clientOf({ ...options, requestHandler }, credentials);
    const documents = DynamoDBDocumentClient.from(client, TRANSLATION);
    return (operation, request, signal) => {
      const command = new COMMANDS[operation](request as never) as SdkCommand;
      return documents.send(command, signal ? { abortSignal: signal } : {}) as ReturnType<DynamoCall>;
    };
  };
}

function clientOf(
  { region, endpoint, requestHandler, requestTimeout = REQUEST_TIMEOUT }: ClientOptions,
  credentials?: CredentialSource,
): DynamoDBClient {
  const client = new DynamoDBClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    // `inAttempts` repeats calls. The SDK would also repeat a write that may have been applied.
    maxAttempts: 1,
    requestHandler: (requestHandler as DynamoDBClientConfig['requestHandler']) ?? {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout,
      // Without it the SDK only warns, and the request hangs.
      throwOnRequestTimeout: true,
    },
  });
  // It searches each answer for secrets, for a log that is off: half of the time of a large page.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
