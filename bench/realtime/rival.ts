import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { buildSchema, execute, parse } from 'graphql';
import { MessageType } from 'graphql-ws';

import type { ChangesEvent } from '../../src/lambda/index.ts';
import type { Subscription } from '../../src/store/index.ts';
import { unmarshal } from '../../src/store/dynamo/driver/marshal.ts';

/** A publisher as one would write it by hand, and how many calls of the database and executions it has made. */
export interface Rival {
  readonly publish: (event: ChangesEvent) => Promise<void>;
  readonly counts: { calls: number; executions: number };
}

/**
 * Opens a publisher that does what graphql-lambda-subscriptions does: it reads the subscriptions to a topic, and parses,
 * executes and posts for each of them, with the SDK. It checks no caller and no rule, reads no related rows, keeps no order
 * and repeats nothing that failed.
 */
export function openRival(options: {
  readonly sdl: string;
  readonly endpoint: string;
  /** The address of the database. */
  readonly database: string;
  readonly table: string;
  readonly partition: string;
  readonly type: string;
}): Rival {
  const { sdl, endpoint, database, table, partition, type } = options;
  const schema = buildSchema(sdl);
  const region = 'us-east-1';
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const gateway = new ApiGatewayManagementApiClient({
    region,
    endpoint,
    credentials,
    // It would warn of each event that has more subscribers than connections.
    requestHandler: { socketAcquisitionWarningTimeout: 60_000 },
  });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region, endpoint: database, credentials }));
  const counts = { calls: 0, executions: 0 };

  const subscriptions = async (): Promise<readonly Subscription[]> => {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :topic)',
        ExpressionAttributeNames: { '#pk': '__pk', '#sk': '__sk' },
        ExpressionAttributeValues: { ':pk': partition, ':topic': `${type}#` },
        ConsistentRead: true,
      },
    );
    const found: Subscription[] = [];
    for await (const { Items = [] } of pages) {
      counts.calls += 1;
      found.push(...Items.map(({ text }) => JSON.parse(String(text)) as Subscription));
    }
    return found;
  };

  const post = async ({ connectionId, id, ...operation }: Subscription, row: object): Promise<void> => {
    counts.executions += 1;
    const payload = await execute({
      schema,
      document: parse(operation.query),
      rootValue: { [`onCreate${type}`]: row },
      variableValues: operation.variables as Record<string, unknown>,
      operationName: operation.operationName,
    });
    const Data = JSON.stringify({ id, type: MessageType.Next, payload });
    await gateway.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data }));
  };

  return {
    counts,
    async publish({ Records }) {
      for (const { dynamodb } of Records) {
        const row = unmarshal(dynamodb?.NewImage ?? {});
        await Promise.all((await subscriptions()).map((one) => post(one, row)));
      }
    },
  };
}
