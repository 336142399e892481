import { settled, type Answer } from './answer.ts';
import type { Batch, BatchRead } from './batch.ts';
import { isPromise, type OpenedBatch, type Path, type Run } from './run.ts';

/** A field of a plan whose values are read for many objects at once. */
export interface WaveField {
  readonly open: Batch['open'];
  readonly complete: (run: Run, value: unknown, path: Path) => unknown;
  readonly fail: (run: Run, raw: unknown, path: Path) => null;
}

/** The value of a field of one object, which a wave reads. */
export class Slot {
  readonly field: WaveField;
  readonly opened: OpenedBatch;
  readonly source: unknown;
  readonly path: Path;
  /** After the wave: what the answer has, or a promise of it. Until it is reported, the error of a field that failed. */
  value: unknown = undefined;
  isFailed = false;
  /** After the wave: the error that makes the object null. */
  error: Error | null = null;
  /** Called when all values of the wave are there, in the order of the slots. */
  after: (() => void) | null = null;

  constructor(field: WaveField, opened: OpenedBatch, source: unknown, path: Path) {
    this.field = field;
    this.opened = opened;
    this.source = source;
    this.path = path;
  }

  /** Returns a promise of what the answer has, as if the field's resolver had returned it. Called before the wave ends. */
  promise(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.after = () => {
        if (this.error) reject(this.error);
        else resolve(this.value);
      };
    });
  }
}

/** An answer whose only missing values are those of a wave. */
export class Unfinished {
  readonly answer: Answer;
  readonly slots: readonly [Slot, ...Slot[]];

  constructor(answer: Answer, slots: readonly [Slot, ...Slot[]]) {
    this.answer = answer;
    this.slots = slots;
  }

  /** Returns the answer after the wave, or a promise of it if a value failed or is still awaited. */
  finish(): Answer | Promise<Answer> {
    const { answer, slots } = this;
    let waits = false;
    for (const { path, value, error } of slots) {
      answer[path.key] = error ? Promise.reject(error) : value;
      waits ||= error !== null || isPromise(value);
    }
    return waits ? settled(answer) : answer;
  }
}

/** Returns a promise in place of an unfinished answer, and any other value as it is. */
export function awaitable<Value>(value: Value | Unfinished): Value | Promise<Answer> {
  return value instanceof Unfinished ? awaited(value.answer, value.slots) : value;
}

/** Returns an answer with a promise for each value of a wave, as if resolvers had returned them. */
export function awaited(answer: Answer, slots: readonly Slot[]): Promise<Answer> {
  for (const slot of slots) answer[slot.path.key] = slot.promise();
  return settled(answer);
}

/**
 * The values that the objects of one level of the answer miss, of one list or of several. Each field is asked once for all objects.
 * Values are completed and errors are reported in the order of the objects, as if each value had come in a promise of its own.
 */
export class Wave {
  readonly #run: Run;
  readonly #slots: Slot[] = [];

  constructor(run: Run) {
    this.#run = run;
    void Promise.resolve().then(() => this.#settle());
  }

  add(field: WaveField, opened: OpenedBatch, source: unknown, path: Path): Slot {
    const slot = new Slot(field, opened, source, path);
    this.#slots.push(slot);
    return slot;
  }

  async #settle(): Promise<void> {
    const run = this.#run;
    const slots = this.#slots;
    open.delete(run);
    const groups = new Map<WaveField, Group>();
    for (const slot of slots) {
      let group = groups.get(slot.field);
      if (!group) groups.set(slot.field, (group = openGroup(run, slot)));
      group.slots.push(slot);
      group.read?.add(slot.source);
    }
    await Promise.all([...groups.values()].map(load));
    // As with promises, all values are there before the first is completed, and all are completed before an error is reported.
    for (const slot of slots) look(slot);
    for (const slot of slots) complete(run, slot);
    if (slots.some(({ isFailed }) => isFailed)) {
      await Promise.resolve();
      for (const slot of slots) if (slot.isFailed) report(run, slot);
    }
    for (const slot of slots) slot.after?.();
  }
}

/** The wave of each execution whose objects are visited now. */
const open = new WeakMap<Run, Wave>();

/** Returns the wave to which the objects add that are visited now. */
export function waveOf(run: Run): Wave {
  let wave = open.get(run);
  if (!wave) open.set(run, (wave = new Wave(run)));
  return wave;
}

/** The slots of one field. */
interface Group {
  readonly slots: Slot[];
  /** Null if the field fails for each object. */
  readonly read: BatchRead | null;
  readonly error: unknown;
}

function openGroup(run: Run, { field }: Slot): Group {
  try {
    return { slots: [], read: field.open(run.context), error: null };
  } catch (error) {
    return { slots: [], read: null, error };
  }
}

async function load({ slots, read, error }: Group): Promise<void> {
  const watch = slots[0]?.opened.watch;
  watch?.await(slots.length);
  try {
    if (!read) throw error;
    const values = await read.values();
    slots.forEach((slot, at) => {
      slot.value = values[at];
      slot.isFailed = slot.value instanceof Error;
    });
  } catch (raw) {
    for (const slot of slots) failed(slot, raw);
  } finally {
    watch?.await(-slots.length);
  }
}

/** Passes a value through the watch. */
function look(slot: Slot): void {
  const { watch } = slot.opened;
  if (!watch) return;
  try {
    if (slot.isFailed) watch.failed();
    else slot.value = watch.after(slot.value);
  } catch (error) {
    watch.failed();
    failed(slot, error);
  }
}

function complete(run: Run, slot: Slot): void {
  if (slot.isFailed) return;
  const { field, path } = slot;
  try {
    const completed = awaitable(field.complete(run, slot.value, path));
    slot.value = isPromise(completed)
      ? completed.then(undefined, (raw: unknown) => field.fail(run, raw, path))
      : completed;
  } catch (error) {
    failed(slot, error);
  }
}

/** Reports the error of a field. The value is null, or the object is null where the type takes no null. */
function report(run: Run, slot: Slot): void {
  try {
    slot.value = slot.field.fail(run, slot.value, slot.path);
  } catch (error) {
    slot.error = error as Error;
  }
}

function failed(slot: Slot, error: unknown): void {
  slot.value = error;
  slot.isFailed = true;
}
