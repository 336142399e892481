/** Encodes the parts of ASN.1 that a certificate consists of (ITU-T X.690, "Distinguished Encoding Rules"). */

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function setOf(part: Uint8Array): Buffer {
  return tagged(0x31, part);
}

/** Encodes a positive integer from its bytes, the highest first. */
export function integer(bytes: Uint8Array): Buffer {
  const [first = 0] = bytes;
  // A high first bit would make it negative.
  return tagged(0x02, first > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

export function bits(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

export function octets(bytes: Uint8Array): Buffer {
  return tagged(0x04, bytes);
}

export function text(value: string): Buffer {
  return tagged(0x0c, Buffer.from(value));
}

/** Encodes an object identifier: `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inBase128)]));
}

/** Encodes a time up to the year 2049. */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** Encodes a part with a tag of the context, which contains other parts or bytes alone. */
export function inContext(number: number, is: 'parts' | 'bytes', content: Uint8Array): Buffer {
  return tagged((is === 'parts' ? 0xa0 : 0x80) + number, content);
}

function inBase128(value: number): number[] {
  const low = value & 0x7f;
  const high = value >>> 7;
  return high === 0 ? [low] : [...inBase128(high).map((byte) => byte | 0x80), low];
}

function tagged(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content.byteLength), content]);
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.of(bytes);
  const digits = bytes < 0x100 ? [bytes] : [bytes >>> 8, bytes & 0xff];
  return Buffer.from([0x80 + digits.length, ...digits]);
}
