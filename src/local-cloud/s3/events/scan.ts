import type { ObjectEntry, Objects } from '../storage/objects.ts';
import type { ScanStatus } from './event.ts';

/** The tag in which GuardDuty writes its result. */
const TAG = 'GuardDutyMalwareScanStatus';
/** The text by which people test scanners, in two parts, so that no scanner finds this file. */
const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

/**
 * Scans an object as GuardDuty does, and tags it with the result. Only the test file of scanners is a threat.
 * @returns the object and the result, or null if the object was replaced or deleted meanwhile
 */
export async function scanObject(
  objects: Objects,
  { key, etag }: { readonly key: string; readonly etag: string },
): Promise<{ readonly entry: ObjectEntry; readonly status: ScanStatus } | null> {
  const opened = await objects.open(key);
  if (!opened) return null;
  const { entry, handle } = opened;
  try {
    if (entry.etag !== etag) return null;
    const bytes =
      entry.size === 0 ? [] : handle.createReadStream({ start: 0, end: entry.size - 1, autoClose: false });
    const status = (await contains(bytes as AsyncIterable<Buffer>)) ? 'THREATS_FOUND' : 'NO_THREATS_FOUND';
    await objects.tag(entry, { ...(await objects.tagsOf(entry)), [TAG]: status });
    return { entry, status };
  } finally {
    await handle.close();
  }
}

async function contains(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  let before = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const text = Buffer.concat([before, chunk]);
    if (text.includes(EICAR)) return true;
    before = text.subarray(-EICAR.length);
  }
  return false;
}
