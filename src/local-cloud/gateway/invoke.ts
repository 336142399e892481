/** The result of a function: a value, an error, or a timeout. */
export type Outcome<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timed-out' };

/** Runs a function for at most `timeoutMs` and ignores what it does later. Never throws. */
export async function invoke<T>(run: () => Promise<T>, timeoutMs: number): Promise<Outcome<T>> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, { kind: 'timed-out' });
  });
  try {
    return await Promise.race([settle(run), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function settle<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'returned', value: await run() };
  } catch (error) {
    return { kind: 'threw', error };
  }
}
