import type { Command } from '../../src/store/dynamo/driver/send.ts';

/** Returns a Query for a whole partition of the table, or of the index whose partition key the attribute is. */
export function partitionQuery(partition: string, attribute = '__pk'): Command {
  const index = /^(\d+)p$/.exec(attribute)?.[1];
  return {
    name: 'Query',
    input: {
      ...(index === undefined ? {} : { IndexName: `gsi${index}` }),
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': attribute },
      ExpressionAttributeValues: { ':pk': partition },
      ScanIndexForward: true,
    },
  };
}
