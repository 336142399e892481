import type { Json } from '../../src/model/index.ts';
import { canonical } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** A UUID in a key of an index. */
const SHORT_UUID = /![-0-9A-Z_a-z]{22}/g;
/** The time of a hold, in milliseconds, before its random part. */
const HOLD_TIME = /^\d{13}(?=#[0-9a-f]{8}-)/;
/** SHA-256 as hex: that of an idempotency key depends on the caller's id. */
const HASH = /[0-9a-f]{64}/g;
/** The end of a lease in a kept answer, in milliseconds. */
const UNTIL = /(?<="until":)\d+/g;
/** The least time as a number, in seconds since 1970. */
const LEAST_TIME = 1_000_000_000;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** The partition of the counters, whose shards are drawn at random. */
const COUNTERS = '#COUNT#';
const READS: readonly string[] = ['GetItem', 'BatchGetItem', 'Query'];

/** What an operation did, as a golden file holds it. */
export interface Result {
  readonly data: unknown;
  readonly errors: readonly unknown[];
  readonly calls: readonly Command[];
}

/**
 * Returns the same result on every run: a placeholder replaces what differs from run to run. Equal ids get equal
 * placeholders, so that a reader can see which row a call concerns. Calls keep their order, but consecutive reads are
 * sorted, because they may have been sent in parallel. The parts of a transaction have no order and are sorted too.
 * @param subs the usernames by their `sub`
 */
export function stable({ data, errors, calls }: Result, subs: ReadonlyMap<string, string>): unknown {
  const ids = new Map<string, string>();
  const known = (id: string): string | undefined => {
    const username = subs.get(id);
    return username === undefined ? ids.get(id) : `<sub of ${username}>`;
  };
  const named = (id: string): string => {
    const name = known(id) ?? `<id-${ids.size + 1}>`;
    if (!subs.has(id)) ids.set(id, name);
    return name;
  };
  const shown = withText({ data, errors }, (text) => text.replace(UUID, named));
  const textOf = (part: unknown): string =>
    JSON.stringify(withText(part, (text) => text.replace(UUID, (id) => known(id) ?? '<id>')));
  const byText = (one: unknown, other: unknown): number => (textOf(one) < textOf(other) ? -1 : 1);
  const sorted = sortReads(calls, byText).map((call) => sortParts(call, byText));
  return { ...(shown as object), calls: withText(sorted, (text) => text.replace(UUID, named)) };
}

/** Replaces times, tokens, write ids and shards, then applies `replace` to each text. */
function withText(value: unknown, replace: (text: string) => string): unknown {
  return JSON.parse(JSON.stringify(value), (name, member: unknown) => {
    if (isCounter(member)) return { ...member, __sk: member.__sk.replace(/\d+#$/, '<shard>#') };
    if (typeof member === 'number' && member > LEAST_TIME) return '<time>';
    if (typeof member !== 'string') return member;
    // The emulator returns the attributes of an item in any order.
    if (name === 'answer') return replace(stableText(canonical(JSON.parse(member) as Json)));
    if (['nextToken', 'requestId', 'ClientRequestToken', '0w', ':write'].includes(name)) return `<${name}>`;
    return replace(stableText(member));
  });
}

function stableText(text: string): string {
  return text
    .replace(TIME, '<time>')
    .replace(HOLD_TIME, '<time>')
    .replace(SHORT_UUID, '<short id>')
    .replace(HASH, '<hash>')
    .replace(UNTIL, '<time>');
}

function isCounter(value: unknown): value is { readonly __pk: string; readonly __sk: string } {
  if (typeof value !== 'object' || value === null || !('__pk' in value)) return false;
  return String(value.__pk).endsWith(COUNTERS);
}

type Order = (one: unknown, other: unknown) => number;

function sortParts(call: Command, order: Order): Command {
  if (call.name !== 'TransactWriteItems') return call;
  return { ...call, input: { ...call.input, TransactItems: [...call.input.TransactItems].sort(order) } };
}

function sortReads(calls: readonly Command[], order: Order): readonly Command[] {
  const sorted: Command[] = [];
  let reads: Command[] = [];
  const flush = (): void => {
    sorted.push(...reads.sort(order));
    reads = [];
  };
  for (const call of calls) {
    if (READS.includes(call.name)) reads.push(call);
    else {
      flush();
      sorted.push(call);
    }
  }
  flush();
  return sorted;
}
