import { join } from 'node:path';

import type { PolicyDocument } from '../iam/index.ts';
import { openJournal } from '../logs/index.ts';
import type { Bucket } from './call.ts';
import type { CorsRule } from './cors.ts';
import { objectEvent, scanEvent, type EventSource, type S3Event, type ScanEvent } from './events/event.ts';
import { openOutbox, type Outbox } from './events/outbox.ts';
import { scanObject } from './events/scan.ts';
import { openObjects, type Change } from './storage/objects.ts';
import { openUploads } from './storage/uploads.ts';

export interface BucketOptions {
  /** The name, which is also that of its folder. */
  readonly name: string;
  /** The policy of the bucket. Its resources have the form `arn:aws:s3:::<name>`. */
  readonly policy?: PolicyDocument;
  readonly cors?: readonly CorsRule[];
  /**
   * Receives an event after each change, at least once, also after this process was killed. An event that it rejects comes
   * again, three times in all.
   */
  readonly onEvent?: (event: S3Event | ScanEvent) => Promise<void>;
  /** Scans new objects whose keys begin with one of these prefixes. A scan needs `onEvent`. */
  readonly scanned?: readonly string[];
}

export interface OpenBucket extends Bucket {
  readonly cors: readonly CorsRule[];
  readonly outbox: Outbox | null;
}

export interface BucketParts extends Omit<EventSource, 'bucket'> {
  /** The folder with the folders of all buckets. */
  readonly folder: string;
  readonly onError: (error: unknown) => void;
}

export function openBucket(options: BucketOptions, parts: BucketParts): OpenBucket {
  const { name, policy, cors = [], onEvent, scanned = [] } = options;
  const { folder, onError, now } = parts;
  const root = join(folder, name);
  const deliver = async (change: Change): Promise<void> => {
    await onEvent?.(objectEvent({ ...parts, bucket: name }, change));
    if (change.name !== 'ObjectCreated' || !scanned.some((prefix) => change.key.startsWith(prefix))) return;
    const result = await scanObject(objects, change);
    if (result) await onEvent?.(scanEvent({ ...parts, bucket: name }, result.entry, result.status));
  };
  const journal = onEvent ? openJournal(join(folder, `${name}.events`)) : null;
  const outbox = onEvent ? openOutbox({ journal, deliver, onError }) : null;
  const objects = openObjects(root, outbox ?? undefined, now);
  outbox?.recover(objects);
  return { name, policy, cors, objects, uploads: openUploads(root, objects), outbox };
}
