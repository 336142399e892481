import type { Kind } from '../../port/records.ts';
import { lists } from '../control/control-keys.ts';
import { PK, type SystemPartition } from '../keys/keys.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import type { Change } from './read-change.ts';

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
  readonly dynamodb: { readonly Keys: Readonly<Record<string, { readonly S: readonly TextRule[] }>> };
}

type TextRule = { readonly prefix: string } | { readonly suffix: string };

/** Returns whether a change is wanted. */
export function isWanted({ event, partitions, kinds }: WantedChanges, change: Change): boolean {
  const { of } = change;
  if (change.event !== event || of.is === 'row') return false;
  return of.is === 'side' ? partitions.includes(of.partition) : kinds.includes(of.kind);
}

/**
 * Returns the pattern by which Lambda passes on the wanted changes of a data table and leaves out all others.
 */
export function itemFilter({ event, partitions }: WantedChanges): StreamFilter {
  // A row's partition ends in the name of its type, without the separator.
  return pattern(event, { [PK]: partitions.map((name) => ({ suffix: `#${name}#` })) });
}

/** Returns the same for the control table: `TENANT#acme` and `JOB#<id>`. */
export function recordFilter({ event, kinds }: WantedChanges): StreamFilter {
  const wanted = Object.values(lists).filter(
    ({ kind, pk, prefix }) => kinds.includes(kind) && prefix !== '' && pk('').startsWith(OF_TENANT),
  );
  return pattern(event, {
    [CONTROL_PK]: [{ prefix: OF_TENANT }],
    [CONTROL_SK]: wanted.map(({ prefix }) => ({ prefix })),
  });
}

const OF_TENANT = 'TENANT#';

function pattern(event: string, keys: Readonly<Record<string, readonly TextRule[]>>): StreamFilter {
  const Keys = Object.fromEntries(Object.entries(keys).map(([name, rules]) => [name, { S: rules }]));
  return { eventName: [event], dynamodb: { Keys } };
}
