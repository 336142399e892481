import { placeOfObject, type ObjectPlace } from '../store/index.ts';

/**
 * Messages of the queue of file events. The body of each is an event of EventBridge as JSON: of the bucket of files, or of
 * GuardDuty about one of its objects. A queue is between them, because an event of a tenant that moves has to wait longer
 * than EventBridge and Lambda retry.
 */
export interface FilesEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** What happened to an object. */
export type FileEvent = ObjectEvent & { readonly place: ObjectPlace };

type ObjectEvent =
  | {
      readonly is: 'created';
      readonly size: number;
      readonly sequencer: string;
      /** The ETag of the bytes, without quotes. */
      readonly etag: string;
    }
  | { readonly is: 'deleted'; readonly sequencer: string }
  | {
      readonly is: 'scanned';
      /** `NO_THREATS_FOUND`, `THREATS_FOUND`, or that GuardDuty could not scan: `UNSUPPORTED`, `FAILED`. */
      readonly result: string;
      readonly threats: readonly string[];
      /** The ETag of the scanned bytes, without quotes. */
      readonly etag: string;
    };

/** An event as EventBridge sends it, as far as it is read here. */
type Sent =
  | {
      readonly 'detail-type': 'Object Created' | 'Object Deleted';
      readonly detail: {
        readonly object: {
          readonly key: string;
          readonly size?: number;
          readonly etag?: string;
          readonly sequencer?: string;
        };
      };
    }
  | {
      readonly 'detail-type': 'GuardDuty Malware Protection Object Scan Result';
      readonly detail: {
        readonly s3ObjectDetails: { readonly objectKey: string; readonly eTag: string };
        readonly scanResultDetails: {
          readonly scanResultStatus: string;
          readonly threats?: readonly { readonly name: string }[] | null;
        };
      };
    };

/** Returns what a message says, or null if it is about no file: a thumbnail, a folder, or another kind of event. */
export function readFileEvent(body: string): FileEvent | null {
  const sent = JSON.parse(body) as Sent;
  switch (sent['detail-type']) {
    case 'Object Created': {
      const { key, size = 0, etag = '', sequencer = '' } = sent.detail.object;
      return at(key, { is: 'created', size, sequencer, etag: bare(etag) });
    }
    case 'Object Deleted': {
      const { key, sequencer = '' } = sent.detail.object;
      return at(key, { is: 'deleted', sequencer });
    }
    case 'GuardDuty Malware Protection Object Scan Result': {
      const { s3ObjectDetails: scanned, scanResultDetails: found } = sent.detail;
      const threats = (found.threats ?? []).map(({ name }) => name);
      const result = found.scanResultStatus;
      return at(scanned.objectKey, { is: 'scanned', result, threats, etag: bare(scanned.eTag) });
    }
    default:
      return null;
  }
}

function bare(etag: string): string {
  return etag.replaceAll('"', '');
}

function at(key: string, event: ObjectEvent): FileEvent | null {
  const place = placeOfObject(key);
  return place && { ...event, place };
}
