const NOTHING = Buffer.alloc(0);

/**
 * Opens a meter of the frames that a client sends. It gets each chunk of bytes, and returns false once a frame has more than
 * `limit` bytes. The library limits messages alone, which may consist of several frames.
 */
export function openFrameMeter(limit: number): (chunk: Buffer) => boolean {
  let header = NOTHING;
  /** Bytes of the current frame's payload that have not come yet. */
  let left = 0;
  return (chunk) => {
    let rest = chunk;
    while (rest.byteLength > 0) {
      if (left > 0) {
        const taken = Math.min(left, rest.byteLength);
        left -= taken;
        rest = rest.subarray(taken);
        continue;
      }
      header = Buffer.concat([header, rest]);
      const frame = readHeader(header);
      if (!frame) return true;
      if (frame.payloadBytes > limit) return false;
      rest = header.subarray(frame.headerBytes);
      header = NOTHING;
      left = frame.payloadBytes;
    }
    return true;
  };
}

/** Reads the header of a frame (RFC 6455, 5.2). Returns null if it is not complete. */
function readHeader(bytes: Buffer): { readonly headerBytes: number; readonly payloadBytes: number } | null {
  const [, second] = bytes;
  if (second === undefined) return null;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const maskBytes = second & 0x80 ? 4 : 0;
  const headerBytes = 2 + lengthBytes + maskBytes;
  if (bytes.byteLength < headerBytes) return null;
  if (lengthBytes === 0) return { headerBytes, payloadBytes: short };
  const payloadBytes = lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { headerBytes, payloadBytes };
}
