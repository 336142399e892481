import type { IncomingMessage } from 'node:http';

/** The reason why a body was not read: it is too long, or the client closed the connection. */
export type UnreadBody = 'too-long' | 'aborted';

/** Reads a body of at most `limit` bytes. Discards the rest, so that the client can read the answer. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | UnreadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (body: Buffer | UnreadBody): void => {
      request.off('data', collect).off('end', finish).off('close', abort);
      request.resume();
      resolve(body);
    };
    const collect = (chunk: Buffer): void => {
      length += chunk.byteLength;
      chunks.push(chunk);
      if (length > limit) settle('too-long');
    };
    const finish = (): void => {
      settle(Buffer.concat(chunks));
    };
    const abort = (): void => {
      settle('aborted');
    };
    if (request.destroyed && !request.readableEnded) {
      settle('aborted');
      return;
    }
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      settle('too-long');
      return;
    }
    request.on('data', collect).on('end', finish).on('close', abort);
  });
}
