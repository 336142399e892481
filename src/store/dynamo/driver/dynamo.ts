import { randomUUID } from 'node:crypto';

import { sharedConnections } from '../../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../../aws/credentials.ts';
import type { HttpHandler } from '../../aws/http.ts';
import { type JsonCall, jsonCalls } from '../../aws/json-calls.ts';
import { openService } from '../../aws/service.ts';
import type { DynamoCall } from './dynamo-call.ts';
import { leanCalls } from './lean-calls.ts';
import { runCommand } from './run-command.ts';
import type { Command, Send } from './send.ts';

/** The endpoint and the credentials of DynamoDB. */
export interface DynamoOptions {
  readonly region: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:8000`. */
  readonly endpoint?: string | undefined;
  /** Credentials. By default those of this process. */
  readonly credentials?: CredentialSource | undefined;
  /** Another way to send than HTTPS. It must limit the time itself. */
  readonly requestHandler?: HttpHandler | undefined;
  /** Milliseconds that one attempt may take; 3,000 by default, so that three fit into the 29 seconds of API Gateway. */
  readonly requestTimeout?: number | undefined;
  /**
   * What speaks to DynamoDB: our own client, or that of the SDK. By default the environment variable `DYNAMODB_CLIENT`
   * chooses, else it is ours.
   */
  readonly client?: DynamoClient | undefined;
}
/** The version of DynamoDB's API. */
const PROTOCOL = 'DynamoDB_20120810';

export type DynamoClient = 'lean' | 'sdk';

/** Returns the Send of one table. It keeps its connections, so open one per table and credentials. */
export function dynamoSend(options: DynamoOptions & { readonly table: string }): Send {
  return openDynamo(options)(options.credentials)(options.table);
}

/**
 * Opens DynamoDB for any credentials and tables, over one pool of connections. The credentials of a client are kept as long
 * as the function that opens its tables.
 */
export function openDynamo(
  options: DynamoOptions,
): (credentials: CredentialSource | undefined) => (table: string) => Send {
  const callsBy = chosenClient(options) === 'sdk' ? sdkBy(options) : leanBy(options);
  return (credentials) => {
    const dynamo = callsBy(credentials);
    return (table) =>
      (command, settings = {}) =>
        runCommand(dynamo, table, withToken(command), settings);
  };
}

/** Opens DynamoDB for operations on tables, which are in DynamoDB JSON. */
export function openTableCalls(options: DynamoOptions): JsonCall {
  return jsonCallsBy(options)(options.credentials);
}

function jsonCallsBy(options: DynamoOptions): (credentials: CredentialSource | undefined) => JsonCall {
  const { region, endpoint, requestHandler = sharedConnections(options) } = options;
  const service = openService({ service: 'dynamodb', region, endpoint, connections: requestHandler });
  return (credentials = ownCredentials) =>
    jsonCalls(service, { protocol: PROTOCOL, credentials: renewed(credentials) });
}

function leanBy(options: DynamoOptions): (credentials: CredentialSource | undefined) => DynamoCall {
  const callsBy = jsonCallsBy(options);
  return (credentials) => leanCalls(callsBy(credentials));
}

/** Loads the SDK at the first call. */
function sdkBy(options: DynamoOptions): (credentials: CredentialSource | undefined) => DynamoCall {
  let loaded: Promise<(credentials: CredentialSource | undefined) => DynamoCall> | null = null;
  const load = () => (loaded ??= import('./sdk-calls.ts').then(({ sdkCallsBy }) => sdkCallsBy(options)));
  return (credentials) => {
    let opened: Promise<DynamoCall> | null = null;
    const open = () => (opened ??= load().then((callsBy) => callsBy(credentials)));
    return async (...call) => (await open())(...call);
  };
}

/** Returns what speaks to DynamoDB. @throws {Error} if the environment names no client */
export function chosenClient({ client }: Pick<DynamoOptions, 'client'>): DynamoClient {
  const chosen: string = client ?? process.env['DYNAMODB_CLIENT'] ?? 'lean';
  if (chosen === 'lean' || chosen === 'sdk') return chosen;
  throw new Error(`DYNAMODB_CLIENT is "${chosen}": set it to "lean" or "sdk", or leave it out.`);
}

/** Gives a transaction a token, by which DynamoDB recognizes a repeated attempt. */
function withToken(command: Command): Command {
  if (command.name !== 'TransactWriteItems') return command;
  return { ...command, input: { ClientRequestToken: randomUUID(), ...command.input } };
}
