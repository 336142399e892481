import type { Command } from '../../src/store/index.ts';

/** Reads a whole partition, past the store: of the table, or of the index that the attribute is the partition key of. */
export function partitionQuery(partition: string, attribute = '__pk'): Command {
  const index = /^__(gsi\d+)pk$/.exec(attribute)?.[1];
  return {
    name: 'Query',
    input: {
      ...(index === undefined ? {} : { IndexName: index }),
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': attribute },
      ExpressionAttributeValues: { ':pk': partition },
      ScanIndexForward: true,
    },
  };
}
