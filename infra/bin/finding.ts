/** The state of one thing that a deployment needs. */
export interface Finding {
  /** A deployment fails if something is `missing`. With an `advice` it works, but users or operators lack something. */
  readonly is: 'ok' | 'missing' | 'advice';
  /** What was found, or what is missing and how to get it. */
  readonly says: string;
  /** Provides it, for `--fix`. Absent if a person must. */
  readonly fix?: () => Promise<void>;
}
