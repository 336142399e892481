/** Waits with full jitter, at most 100 ms: rivals for the same rows spread out instead of meeting again. */
export function jitter(attempt: number): Promise<void> {
  const bound = Math.min(100, 2 ** attempt * 5);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * bound));
}
