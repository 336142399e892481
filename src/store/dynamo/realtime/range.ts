import { placeholders } from '../commands/expression.ts';
import type { Command, Item, Send } from '../driver/send.ts';
import { AFTER_END, END } from '../keys/encoding.ts';
import { PK, SK } from '../keys/keys.ts';

/** A range of sort keys in a partition. */
export interface Range {
  readonly partition: string;
  /** What all sort keys begin with: `Task#`. */
  readonly prefix: string;
  /** The sort key after which the range begins; absent means with the first one. */
  readonly after?: string;
}

/** Reads the items of a range with consistent reads, in the order of their keys. @param limit the most; absent means all */
export async function itemsOf(range: Range, send: Send, limit = Infinity): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(range, send, limit)) items.push(...page);
  return items;
}

/** The same by pages of at most one megabyte. */
export async function* pagesOf(
  range: Range,
  send: Send,
  limit = Infinity,
): AsyncGenerator<readonly Item[], void, undefined> {
  let left = limit;
  for (let start: Item | undefined; ;) {
    const { Items = [], LastEvaluatedKey } = await send(queryOf(range, start, left));
    yield Items;
    left -= Items.length;
    if (!LastEvaluatedKey || left <= 0) return;
    start = LastEvaluatedKey;
  }
}

function queryOf({ partition, prefix, after }: Range, start: Item | undefined, limit: number): Command {
  const expression = placeholders();
  // Each key ends in END, and AFTER_END is the next character.
  const beyond = (text: string): string => text.slice(0, -END.length) + AFTER_END;
  const from = after === undefined ? prefix : beyond(after);
  const between = `${expression.value(from)} AND ${expression.value(beyond(prefix))}`;
  const KeyConditionExpression = `${expression.name(PK)} = ${expression.value(partition)} AND ${expression.name(SK)} BETWEEN ${between}`;
  return {
    name: 'Query',
    input: {
      KeyConditionExpression,
      ...expression.placeheld(KeyConditionExpression),
      ScanIndexForward: true,
      ConsistentRead: true,
      ...(Number.isFinite(limit) && { Limit: limit }),
      ...(start && { ExclusiveStartKey: start }),
    },
  };
}
