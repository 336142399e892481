import type { ModelType } from '../../../model/index.ts';
import type { Kind } from '../../port/records.ts';
import { lists } from '../control/control-keys.ts';
import type { TypesByName } from '../commands/write-effects.ts';
import { PK, shardsOf, type SystemPartition } from '../keys/keys.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { EVENTS, type Change } from './read-change.ts';

/** The changes that a reader of the streams wants. */
export interface WantedChanges {
  readonly event: Change['event'];
  /** Of items next to the rows. */
  readonly partitions: readonly SystemPartition[];
  /** Of records of a tenant in the control table. */
  readonly kinds: readonly Kind[];
}

/** The pattern of an event source's filter (AWS Lambda Developer Guide, "Filter rule syntax"). */
export interface StreamFilter {
  readonly eventName: readonly string[];
  /** Absent for items of any key. */
  readonly dynamodb?: { readonly Keys: Readonly<Record<string, { readonly S: readonly TextRule[] }>> };
}

type TextRule = { readonly prefix: string } | { readonly suffix: string };

/** Returns whether a change is wanted. */
export function isWanted({ event, partitions, kinds }: WantedChanges, change: Change): boolean {
  const { of } = change;
  if (change.event !== event || of.is === 'row') return false;
  return of.is === 'side' ? partitions.includes(of.partition) : kinds.includes(of.kind);
}

/** The most characters of a pattern (AWS Lambda API Reference, "Filter"). About 200 types fit. */
const MAX_PATTERN = 4096;
/** The beginning of the topic of a mutation whose answers are announced. */
const OF_MUTATION = 'Mutation.';

/**
 * Returns the patterns by which Lambda passes on the wanted changes of a data table and those that subscribers get, and
 * leaves out all others. If a model has more types with subscriptions than fit into a pattern, every change passes.
 * @param topics of all subscriptions of the model: `Task`, `Mutation.closeProject`
 * @param types of the model
 */
export function itemFilters(
  { event, partitions }: WantedChanges,
  topics: ReadonlySet<string>,
  types: TypesByName,
): readonly StreamFilter[] {
  const all = [...topics];
  const heard = all.filter((topic) => !topic.startsWith(OF_MUTATION));
  const beside: readonly SystemPartition[] =
    heard.length < all.length ? [...partitions, 'EVENT'] : partitions;
  // A row's partition ends in the number of its type, without the separator.
  const filters = [pattern([event], { [PK]: beside.map((name) => ({ suffix: `#${name}#` })) })];
  const held = heard.flatMap((name) => partitionsOf(types[name]));
  if (held.length === 0) return filters;
  const rows = pattern(EVENTS, { [PK]: held.map((name) => ({ suffix: `#${name}` })) });
  return JSON.stringify(rows).length > MAX_PATTERN ? [{ eventName: EVENTS }] : [...filters, rows];
}

/** Returns what the partitions of a type have after the tenant: `3`, or `3/8.0` to `3/8.7`. */
function partitionsOf(type: ModelType | undefined): readonly string[] {
  if (!type) return [];
  const { former, present } = shardsOf(type);
  return [...former, ...present].map((shard) => `${type.number}${shard}`);
}

/** Returns the same for the control table: `TENANT#acme` and `JOB#<id>`, or `META` of the tenant itself. */
export function recordFilter({ event, kinds }: WantedChanges): StreamFilter {
  const wanted = Object.values(lists).filter(
    ({ kind, pk, prefix }) => kinds.includes(kind) && prefix !== '' && pk('').startsWith(OF_TENANT),
  );
  const prefixes = [...wanted.map(({ prefix }) => prefix), ...(kinds.includes('tenant') ? ['META'] : [])];
  return pattern([event], {
    [CONTROL_PK]: [{ prefix: OF_TENANT }],
    [CONTROL_SK]: prefixes.map((prefix) => ({ prefix })),
  });
}

const OF_TENANT = 'TENANT#';

function pattern(
  eventName: readonly string[],
  keys: Readonly<Record<string, readonly TextRule[]>>,
): StreamFilter {
  const Keys = Object.fromEntries(Object.entries(keys).map(([name, rules]) => [name, { S: rules }]));
  return { eventName, dynamodb: { Keys } };
}
