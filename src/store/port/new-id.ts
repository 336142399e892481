import { randomBytes } from 'node:crypto';

let last = 0;

/**
 * Creates an id: UUID version 7 (RFC 9562, section 5.7), so that ids are in the order of creation. Within a
 * process the millisecond never goes back. A 12-bit counter in place of `rand_a` orders ids of one
 * millisecond (section 6.2, method 1).
 */
export function newId(now = Date.now()): string {
  last = Math.max(last + 1, now * 4096);
  const time = Math.floor(last / 4096);
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | (last % 4096), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
