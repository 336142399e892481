/** Returns what opens a part of a request at its first use, and the same part from then on. */
export function openOnce<Part extends object>(open: () => Part): () => Part {
  let opened: Part | null = null;
  return () => (opened ??= open());
}
