import type { IncomingMessage } from 'node:http';

import { answer } from './answer.ts';
import type { Answer } from './answer.ts';

/** Settings of a preflight. As on AWS, the handler sets the CORS headers of its own answers. */
export interface Cors {
  /** Origins such as `http://localhost:5173`, or `*`. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** Answers a CORS preflight as a mock integration does: 204, without the authorizer. */
export function preflight(cors: Cors, request: IncomingMessage): Answer {
  const { origin } = request.headers;
  const any = cors.allowOrigins.includes('*');
  const allowed = cors.allowOrigins.find((one) => one === origin) ?? cors.allowOrigins[0] ?? '';
  return answer(204, '', [
    ['access-control-allow-origin', any ? '*' : allowed],
    ['access-control-allow-methods', cors.allowMethods.join(',')],
    ['access-control-allow-headers', cors.allowHeaders.join(',')],
    ...(any ? [] : [['vary', 'Origin'] as const]),
    ...(cors.maxAgeSeconds === undefined
      ? []
      : [['access-control-max-age', String(cors.maxAgeSeconds)] as const]),
  ]);
}
