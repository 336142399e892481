import { join } from 'node:path';

import { type BucketOptions, linesFile, type LogLines, openLogLines } from '../store/index.ts';
import { hourOf, oldestDay, COUNTED_LINES } from '../platform/index.ts';
import { jsonLog, type Log } from '../server/index.ts';
import { openDelivery, openJournal } from '../local-cloud/logs/index.ts';
import { localS3, openObjects } from '../local-cloud/s3/index.ts';
import type { LocalIam } from './data-directory/index.ts';

export interface LocalUsageOptions {
  readonly iam: LocalIam;
  readonly region: string;
  /** The bucket's name, and the folder with the files of all buckets. */
  readonly bucket: string;
  readonly folder: string;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Called if a line could not be kept for the case that this process is killed. */
  readonly onError?: (error: unknown) => void;
}

/** The way of a log line to the function that counts it. */
export interface LocalUsage {
  readonly lines: LogLines;
  /** The options of the client that reads the lines. */
  readonly bucketOptions: BucketOptions;
  readonly deliverLines: () => Promise<boolean>;
  /** Returns a log that also passes the lines that are counted on. */
  tap(log: Log): Log;
  /** Deletes the files that no run looks at any more, as a rule of the bucket does on AWS. */
  expire(): Promise<void>;
}

/** Opens the log of this process, its subscription, and the bucket behind the laptop's IAM. */
export function openLocalUsage({ iam, region, bucket, folder, now, onError }: LocalUsageOptions): LocalUsage {
  const { judge, keyRequest } = iam;
  const requestHandler = localS3({ buckets: [{ name: bucket }], folder, region, judge, keyRequest });
  const bucketOptions = { region, bucket, requestHandler, credentials: iam.credentialsOf('meter') };
  const objects = openObjects(join(folder, bucket));
  const delivery = openDelivery({
    pattern: COUNTED_LINES,
    now,
    journal: openJournal(join(folder, `${bucket}.waiting`)),
    ...(onError && { onError }),
    put: async (time, name, bytes) => {
      await objects.put(linesFile(hourOf(time), name), bytes);
    },
  });
  const take = jsonLog(delivery.take);
  return {
    lines: openLogLines(bucketOptions),
    bucketOptions,
    deliverLines: delivery.deliver,
    tap: (log) => (entry) => {
      log(entry);
      take(entry);
    },
    async expire() {
      const old = (await objects.keys('')).filter((key) => key < linesFile(oldestDay(now()), ''));
      await Promise.all(old.map((key) => objects.remove(key)));
    },
  };
}
