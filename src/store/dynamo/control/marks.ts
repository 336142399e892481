import { placeholders, type Placeholders } from '../commands/expression.ts';
import type { Item, Send } from '../driver/send.ts';

/**
 * The name of a write to an item that several processes add to. The item remembers the last write of each
 * process, so that a repeat of a write changes nothing more.
 */
export interface Mark {
  /** Up to 20 letters and digits. */
  readonly process: string;
  /** Milliseconds since 1970, later than that of any earlier write of the process. */
  readonly at: number;
}

/** Returns a name that no other process has, of letters and digits. It is no secret. */
export function processName(): string {
  return Math.random().toString(36).slice(2, 12).padEnd(10, '0');
}

/** The last write of each process, by its name. */
export type Marks = ReadonlyMap<string, number>;

/** A part of an update: what it sets, and the condition on which it does. */
export interface Step {
  readonly set: string;
  readonly when: string;
}

/** Milliseconds for which a write is remembered at least. A later repeat may change the item again. */
export const MARK_LIFE = 10 * 60_000;
/** Processes are attributes with this prefix: `@k3v9…`. */
const PREFIX = '@';
/** The number of processes that one write forgets. */
const MAX_FORGOTTEN = 20;

/** Returns the change that lets the item remember a write, unless it does already. */
export function markStep(expression: Placeholders, mark: Mark): Step {
  const [name, at] = [expression.name(PREFIX + mark.process), expression.value(mark.at)];
  return { set: `${name} = ${at}`, when: `attribute_not_exists(${name}) OR ${name} < ${at}` };
}

/** Returns whether an item remembers a write. An earlier attempt then made it, and its answer was lost. */
export function isMarked(marks: Marks, mark: Mark): boolean {
  return marks.get(mark.process) === mark.at;
}

export function marksOf(item: Item | null): Marks {
  return new Map(
    Object.entries(item ?? {}).flatMap(([name, at]) =>
      name.startsWith(PREFIX) && typeof at === 'number' ? [[name.slice(PREFIX.length), at] as const] : [],
    ),
  );
}

/**
 * Forgets processes whose last write to an item is long ago, unless they are few. Otherwise each process that
 * ends would leave its mark for ever. Never rejects: a later write forgets what this one does not.
 */
export async function forgetOld(
  send: Send,
  Key: Item,
  marks: Marks,
  now: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const before = now - MARK_LIFE;
  const old = [...marks].filter(([, at]) => at < before).slice(0, MAX_FORGOTTEN);
  if (old.length < MAX_FORGOTTEN) return;
  const expression = placeholders();
  const names = old.map(([process]) => expression.name(PREFIX + process));
  const value = expression.value(before);
  const UpdateExpression = `REMOVE ${names.join(', ')}`;
  // A process may have written since.
  const ConditionExpression = names.map((name) => `${name} < ${value}`).join(' AND ');
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  const input = { Key, UpdateExpression, ConditionExpression, ...held };
  await send({ name: 'UpdateItem', input }, { signal }).catch(() => undefined);
}
