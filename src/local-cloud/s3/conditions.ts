import { header, type Call } from './call.ts';
import { noSuchKey, notImplemented, S3Failure } from './s3-failure.ts';
import type { ObjectEntry } from './storage/objects.ts';

export const WRITE_CONDITIONS = 'if-match|if-none-match';
export const READ_CONDITIONS = 'if-match|if-none-match|if-modified-since|if-unmodified-since';

/**
 * Returns a function that refuses a write after the object that exists (Amazon S3, "How to prevent object overwrites with
 * conditional writes").
 */
export function writeCondition(call: Call): (current: ObjectEntry | null) => void {
  const match = header(call, 'if-match');
  const noneMatch = header(call, 'if-none-match');
  if (noneMatch !== null && noneMatch !== '*') throw notImplemented('If-None-Match with an ETag in a write');
  return (current) => {
    if (noneMatch !== null && current) throw failed();
    if (match === null) return;
    if (!current) throw noSuchKey();
    if (!names(match, current.etag)) throw failed();
  };
}

/**
 * Returns whether a reader has the object already (RFC 9110, section 13.2.2).
 * @throws {S3Failure} if a condition does not hold
 */
export function isUnchanged(call: Call, { etag, modified }: ObjectEntry): boolean {
  const [match, noneMatch] = [header(call, 'if-match'), header(call, 'if-none-match')];
  const since = timeIn(header(call, 'if-modified-since'));
  const until = timeIn(header(call, 'if-unmodified-since'));
  // The header has no milliseconds.
  const changed = Math.floor(modified.getTime() / 1000) * 1000;
  if (match !== null && !names(match, etag)) throw failed();
  if (match === null && until !== null && changed > until) throw failed();
  if (noneMatch !== null) return names(noneMatch, etag);
  return since !== null && changed <= since;
}

function names(condition: string, etag: string): boolean {
  const bare = (text: string): string => text.trim().replace(/^W\//, '').replaceAll('"', '');
  return condition.split(',').some((each) => each.trim() === '*' || bare(each) === bare(etag));
}

function timeIn(text: string | null): number | null {
  const time = text === null ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

function failed(): S3Failure {
  return new S3Failure(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}
