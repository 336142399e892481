import { bucketConnections, openBucket, type BucketOptions } from './bucket.ts';

/** The files of the log lines of requests, as Amazon Data Firehose delivers them. */
export interface LogLines {
  /**
   * Returns the names of all files that arrived on a day of UTC (`2026-01-31`), sorted, by the hour in which the first
   * line of a file arrived (`2026-01-31T13`).
   */
  list(day: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Returns a file: messages of CloudWatch Logs, each compressed by gzip, one after the other. */
  read(name: string): Promise<Uint8Array>;
}

/** The folder of the lines in their bucket. The template of the stack has it too. */
export const LINES = 'lines';

/** Returns the name of a file of lines. The hour is that in which its first line arrived. */
export function linesFile(hour: string, name: string): string {
  return `${LINES}/${hour}/${name}`;
}

/** Opens the bucket of log lines: `lines/2026-01-31T13/…`. */
export function openLogLines(options: BucketOptions): LogLines {
  const bucket = openBucket({ ...options, requestHandler: options.requestHandler ?? bucketConnections() });
  return {
    async list(day) {
      const files = new Map<string, string[]>();
      for await (const keys of bucket.pages(`${LINES}/${day}`)) {
        for (const key of keys) {
          const [, hour = ''] = key.split('/');
          files.set(hour, [...(files.get(hour) ?? []), key]);
        }
      }
      return files;
    },
    async read(name) {
      const bytes = await bucket.get(name);
      if (!bytes) throw new Error(`The file "${name}" of log lines is gone.`);
      return bytes;
    },
  };
}
