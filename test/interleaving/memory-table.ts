import {
  ConditionFailed,
  TransactionCancelled,
  type Command,
  type Item,
  type Output,
  type Placeheld,
  type TransactItem,
} from '../../src/store/dynamo/driver/send.ts';

type Written = Placeheld & { readonly ConditionExpression?: string; readonly UpdateExpression?: string };

/** A table in memory that does what the store's commands ask. Its indexes show no change of an item until they catch up with it. */
export class MemoryTable {
  readonly items: Map<string, Item>;
  /** The items as the indexes show them. */
  readonly shown: Map<string, Item>;

  constructor(from?: Pick<MemoryTable, 'items' | 'shown'>) {
    this.items = new Map(from?.items);
    this.shown = new Map(from?.shown);
  }

  /** The ids of the items that the indexes do not show as they are. */
  get lagging(): readonly string[] {
    const ids = new Set([...this.items.keys(), ...this.shown.keys()]);
    return [...ids].filter((id) => this.shown.get(id) !== indexed(this.items.get(id))).sort();
  }

  /** Lets the indexes show an item as it is, or all. */
  catchUp(ids = this.lagging): void {
    for (const id of ids) {
      const item = indexed(this.items.get(id));
      if (item) this.shown.set(id, item);
      else this.shown.delete(id);
    }
  }

  send(command: Command): Output {
    switch (command.name) {
      case 'GetItem':
        return this.answer({ Item: this.items.get(idOf(command.input.Key)) });
      case 'BatchGetItem':
        return this.answer({
          Items: command.input.Keys.flatMap((key): Item[] => {
            const item = this.items.get(idOf(key));
            return item ? [item] : [];
          }),
        });
      case 'Query':
        return this.query(command.input);
      case 'BatchWriteItem': {
        if (!('PutItems' in command.input)) throw new Error('Only puts are batched.');
        for (const item of command.input.PutItems) this.items.set(idOf(item), item);
        return this.answer({});
      }
      case 'TransactWriteItems': {
        const reasons = command.input.TransactItems.map((one) => {
          const item = this.items.get(keyOf(one)) ?? null;
          return {
            code: holds(Object.values(one)[0] as Written, item ?? {}) ? 'none' : 'condition',
            item,
          } as const;
        });
        if (reasons.some(({ code }) => code === 'condition')) throw new TransactionCancelled(reasons);
        for (const one of command.input.TransactItems) this.apply(one);
        return this.answer({});
      }
      case 'PutItem':
        return this.single({ Put: command.input });
      case 'UpdateItem':
        return this.single({ Update: command.input });
      case 'DeleteItem':
        return this.single({ Delete: command.input });
      default:
        return command satisfies never;
    }
  }

  private single(one: TransactItem): Output {
    const before = this.items.get(keyOf(one)) ?? null;
    if (!holds(Object.values(one)[0] as Written, before ?? {})) throw new ConditionFailed(before);
    this.apply(one);
    const item = 'Delete' in one ? before : this.items.get(keyOf(one));
    return this.answer({ Attributes: item ?? undefined });
  }

  private apply(one: TransactItem): void {
    if ('Put' in one) this.items.set(idOf(one.Put.Item), one.Put.Item);
    else if ('Delete' in one) this.items.delete(keyOf(one));
    else if ('Update' in one)
      this.items.set(keyOf(one), updated(one.Update, { ...one.Update.Key, ...this.items.get(keyOf(one)) }));
  }

  private query(input: Extract<Command, { name: 'Query' }>['input']): Output {
    const { IndexName, Limit = Infinity, ExclusiveStartKey: start } = input;
    const sortKey = IndexName === undefined ? '__sk' : IndexName.replace(/^gsi(.*)$/, '$1s');
    const placeOf = (item: Item): string => JSON.stringify([item[sortKey], idOf(item)]);
    const found = [...(IndexName === undefined ? this.items : this.shown).values()]
      .filter((item) => isTrue(input.KeyConditionExpression, input, item))
      .filter((item) => !start || placeOf(item) > placeOf(start))
      .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    const Items = found.slice(0, Limit);
    const LastEvaluatedKey = found.length > Items.length ? Items.at(-1) : undefined;
    return this.answer({ Items, LastEvaluatedKey, ScannedCount: Items.length });
  }

  private answer(parts: { [Name in keyof Output]?: Output[Name] | undefined }): Output {
    return { capacity: 0, ...parts } as Output;
  }
}

/** Returns an item if an index can show it. */
function indexed(item: Item | undefined): Item | undefined {
  return item && Object.keys(item).some((name) => /^\d+p$/.test(name)) ? item : undefined;
}

/** Returns the ids of the items that a write concerns. */
export function idsOf(command: Command): readonly string[] {
  switch (command.name) {
    case 'PutItem':
      return [idOf(command.input.Item)];
    case 'UpdateItem':
    case 'DeleteItem':
      return [idOf(command.input.Key)];
    case 'BatchWriteItem':
      return ('PutItems' in command.input ? command.input.PutItems : command.input.DeleteKeys).map(idOf);
    case 'TransactWriteItems':
      return command.input.TransactItems.map(keyOf);
    default:
      return [];
  }
}

function idOf(key: Item): string {
  return JSON.stringify([key['__pk'], key['__sk']]);
}

function keyOf(one: TransactItem): string {
  return idOf('Put' in one ? one.Put.Item : (Object.values(one)[0] as { readonly Key: Item }).Key);
}

function holds(written: Written, item: Item): boolean {
  return written.ConditionExpression === undefined || isTrue(written.ConditionExpression, written, item);
}

function isTrue(expression: string, held: Placeheld, item: Item): boolean {
  const tokens = expression.match(/[(),]|=|#\w+|:\w+|\w+/g) ?? [];
  let at = 0;
  const take = (): string => tokens[at++] ?? '';
  const read = (token: string): unknown =>
    token.startsWith('#')
      ? item[held.ExpressionAttributeNames?.[token] ?? '']
      : held.ExpressionAttributeValues?.[token];
  const called = (): unknown[] => {
    const values: unknown[] = [];
    for (let token = take(); token !== ')'; token = take())
      if (!'(,'.includes(token)) values.push(read(token));
    return values;
  };
  const term = (): boolean => {
    const token = take();
    if (token === '(') {
      const inner = either();
      take();
      return inner;
    }
    if (token === 'attribute_exists') return called()[0] !== undefined;
    if (token === 'attribute_not_exists') return called()[0] === undefined;
    if (token === 'begins_with') {
      const [text, prefix] = called();
      return String(text).startsWith(String(prefix));
    }
    if (take() !== '=') throw new Error(`The expression is not known: ${expression}`);
    const other = read(take());
    return other !== undefined && JSON.stringify(read(token)) === JSON.stringify(other);
  };
  const both = (): boolean => {
    let result = term();
    for (; tokens[at] === 'AND';) {
      take();
      const next = term();
      result &&= next;
    }
    return result;
  };
  function either(): boolean {
    let result = both();
    for (; tokens[at] === 'OR';) {
      take();
      const next = both();
      result ||= next;
    }
    return result;
  }
  return either();
}

function updated(update: Written, item: Item): Item {
  const {
    UpdateExpression = '',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = update;
  const changed: Record<string, Item[string]> = { ...item };
  for (const [, name = '', value = ''] of UpdateExpression.matchAll(/(#\w+) = (:\w+)/g))
    changed[names?.[name] ?? ''] = values?.[value] ?? null;
  const [, removed = ''] = /REMOVE (.*)$/.exec(UpdateExpression) ?? [];
  const gone = [...removed.matchAll(/#\w+/g)].map(([name]) => names?.[name]);
  return Object.fromEntries(Object.entries(changed).filter(([name]) => !gone.includes(name)));
}
