/** A queue of events in virtual time: a binary heap, earliest first. */
export interface Timeline {
  now(): number;
  after(ms: number, event: () => void): void;
  /** Runs events until none is left, or until a time. */
  run(until: number): void;
}

export function openTimeline(): Timeline {
  const heap: { readonly at: number; readonly event: () => void }[] = [];
  let time = 0;
  const timeAt = (index: number): number => heap[index]?.at ?? Infinity;
  const swap = (one: number, other: number): void => {
    const [a, b] = [heap[one], heap[other]];
    if (a && b) [heap[one], heap[other]] = [b, a];
  };
  const sink = (): void => {
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const child = timeAt(left + 1) < timeAt(left) ? left + 1 : left;
      if (timeAt(child) >= timeAt(at)) return;
      swap(at, child);
      at = child;
    }
  };
  return {
    now: () => time,
    after(ms, event) {
      let at = heap.push({ at: time + ms, event }) - 1;
      for (let parent = (at - 1) >> 1; at > 0 && timeAt(parent) > timeAt(at); parent = (at - 1) >> 1) {
        swap(at, parent);
        at = parent;
      }
    },
    run(until) {
      for (;;) {
        const [first] = heap;
        if (!first || first.at > until) return;
        time = first.at;
        swap(0, heap.length - 1);
        heap.pop();
        sink();
        first.event();
      }
    },
  };
}
