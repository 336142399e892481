import { placeholders } from './expression.ts';
import type { Command, Item } from '../driver/send.ts';

/** Which of a partition's items, in the order of their sort keys. */
export interface Stretch {
  /** The most that are read; DynamoDB ends a page after 1 MB as well. */
  readonly limit: number;
  readonly descending?: boolean;
  /** The key that it begins after; the end of the partition when absent. */
  readonly start?: Item | null | undefined;
}

/** The command for items of one partition as last written, whatever they are. `pk` is the name of its key attribute. */
export function partitionQuery(
  pk: string,
  partition: string,
  { limit, descending = false, start = null }: Stretch,
): Command {
  const expression = placeholders();
  const KeyConditionExpression = `${expression.name(pk)} = ${expression.value(partition)}`;
  return {
    name: 'Query',
    input: {
      KeyConditionExpression,
      ...expression.placeheld(KeyConditionExpression),
      ScanIndexForward: !descending,
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    },
  };
}
