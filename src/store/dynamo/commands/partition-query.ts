import { placeholders } from './expression.ts';
import type { Command, Item } from '../driver/send.ts';

/** A run of a partition's items, in the order of their sort keys. */
export interface Stretch {
  /** Maximum items. DynamoDB ends a page after 1 MB as well. */
  readonly limit: number;
  readonly descending?: boolean;
  /** The key before the run. Absent means the end of the partition. */
  readonly start?: Item | null | undefined;
}

/**
 * Returns the command that reads items of one partition consistently. `pk` is the name of its key attribute.
 */
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
