import { randomUUID } from 'node:crypto';

import type { Change } from '../storage/objects.ts';

/** An event in EventBridge's form. */
export interface BridgeEvent<Detail = unknown> {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** An instant: `2026-01-01T00:00:00Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Detail;
}

/** What an event says about a change of an object (Amazon S3, "EventBridge event message structure"). */
export interface ObjectDetail {
  readonly version: '0';
  readonly bucket: { readonly name: string };
  readonly object: {
    readonly key: string;
    readonly size?: number;
    readonly etag?: string;
    readonly sequencer: string;
  };
  readonly reason: string;
  readonly 'deletion-type'?: string;
}

/** What an event says about a scan (Amazon GuardDuty, "Malware Protection for S3: EventBridge"). */
export interface ScanDetail {
  readonly schemaVersion: '1.0';
  readonly scanStatus: 'COMPLETED';
  readonly resourceType: 'S3_OBJECT';
  readonly s3ObjectDetails: {
    readonly bucketName: string;
    readonly objectKey: string;
    readonly eTag: string;
    readonly s3Throttled: false;
  };
  readonly scanResultDetails: {
    readonly scanResultStatus: ScanStatus;
    readonly threats: readonly { readonly name: string }[] | null;
  };
}

export type ScanStatus = 'NO_THREATS_FOUND' | 'THREATS_FOUND';
export type S3Event = BridgeEvent<ObjectDetail>;
export type ScanEvent = BridgeEvent<ScanDetail>;

/** Where events come from. */
export interface EventSource {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly now: () => number;
}

export function objectEvent(
  from: EventSource,
  { name, key, size, etag, sequencer, reason }: Change,
): S3Event {
  const isCreated = name === 'ObjectCreated';
  return {
    ...frame(from, 'aws.s3', isCreated ? 'Object Created' : 'Object Deleted'),
    detail: {
      version: '0',
      bucket: { name: from.bucket },
      object: { key, ...(isCreated && { size, etag: etag.replaceAll('"', '') }), sequencer },
      reason,
      ...(!isCreated && { 'deletion-type': 'Permanently Deleted' }),
    },
  };
}

export function scanEvent(
  from: EventSource,
  { key, etag }: Pick<Change, 'key' | 'etag'>,
  status: ScanStatus,
): ScanEvent {
  return {
    ...frame(from, 'aws.guardduty', 'GuardDuty Malware Protection Object Scan Result'),
    detail: {
      schemaVersion: '1.0',
      scanStatus: 'COMPLETED',
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: {
        bucketName: from.bucket,
        objectKey: key,
        eTag: etag.replaceAll('"', ''),
        s3Throttled: false,
      },
      scanResultDetails: {
        scanResultStatus: status,
        threats: status === 'THREATS_FOUND' ? [{ name: 'EICAR-Test-File (not a virus)' }] : null,
      },
    },
  };
}

function frame({ account, region, bucket, now }: EventSource, source: string, type: string) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account,
    time: new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
  } as const;
}
