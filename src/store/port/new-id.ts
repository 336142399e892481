import { randomBytes } from 'node:crypto';

let last = 0;

/** The most milliseconds by which a clock that is adjusted goes back. */
const ADJUSTMENT = 60_000;
/** Ids of one millisecond. */
const COUNTED = 4096;

/**
 * Creates an id: UUID version 7 (RFC 9562, section 5.7), so that ids are in the order of creation. Within a
 * process the millisecond never goes back, unless the clock was set back by more than a minute: then its time would be
 * wrong for as long. A 12-bit counter in place of `rand_a` orders ids of one
 * millisecond (section 6.2, method 1).
 */
export function newId(now = Date.now()): string {
  const isSetBack = (now + ADJUSTMENT) * COUNTED < last;
  last = isSetBack ? now * COUNTED : Math.max(last + 1, now * COUNTED);
  const time = Math.floor(last / COUNTED);
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | (last % COUNTED), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
