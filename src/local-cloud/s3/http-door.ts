import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import { inXml, newId, type AnswerTo } from './answer.ts';
import { corsHeaders, preflightHeaders, type CorsRule } from './cors.ts';
import { fromHttp, placeRequest, type S3Answer } from './request.ts';
import { errorDocument } from './xml/write.ts';

/** A function that answers a request of the network, or returns false for one that is not for S3. */
export type S3Door = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface DoorOptions {
  readonly prefix: string;
  /** Returns milliseconds since 1970, by which signatures expire. */
  readonly now: () => number;
  readonly answer: AnswerTo;
  readonly corsOf: (bucket: string) => readonly CorsRule[];
  readonly onError: (error: unknown) => void;
}

/** Types of content that can run scripts. */
const ACTIVE = /html|xml|svg|script/i;

/** Serves S3 by HTTP. Bodies are streams in both directions. */
export function serveS3({ prefix, now, answer, corsOf, onError }: DoorOptions): S3Door {
  return async (request, response) => {
    const id = newId();
    let rules: readonly CorsRule[] = [];
    const place = () => {
      const placed = placeRequest(fromHttp(request), id, prefix);
      rules = corsOf(placed?.bucket ?? '');
      return placed;
    };
    try {
      const isPreflight = request.method === 'OPTIONS';
      const answered = isPreflight ? preflight(place, () => rules, request) : await answer(place, id, now);
      if (answered === null) return false;
      const cors = corsHeaders(rules, request.method ?? '', request.headers);
      await send(request, response, {
        ...answered,
        headers: { ...cors, ...answered.headers, 'x-amz-request-id': id },
      });
    } catch (error) {
      // A client that went away needs no answer.
      if (request.destroyed || response.destroyed) return true;
      onError(error);
      if (response.headersSent) response.destroy();
      else
        await send(
          request,
          response,
          failure(500, 'InternalError', 'We encountered an internal error. Please try again.', id),
        );
    }
    return true;
  };
}

function preflight(
  place: () => unknown,
  rules: () => readonly CorsRule[],
  { headers }: IncomingMessage,
): S3Answer | null {
  if (place() === null) return null;
  const allowed = preflightHeaders(rules(), headers);
  if (allowed) return { status: 200, headers: { ...allowed, 'content-length': '0' } };
  return failure(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.', newId());
}

function failure(status: number, code: string, message: string, id: string): S3Answer {
  return inXml({ status, headers: {}, body: errorDocument({ code, message }, id) });
}

async function send(request: IncomingMessage, response: ServerResponse, answer: S3Answer): Promise<void> {
  const { status, headers, body = '' } = answer;
  response.writeHead(status, { ...headers, ...shield(headers['content-type'] ?? '') });
  // A client reads the answer only after it could send its whole body.
  request.resume();
  if (request.method === 'HEAD' || typeof body === 'string')
    response.end(request.method === 'HEAD' ? '' : body);
  else await pipeline(body, response);
}

/**
 * Returns headers that keep an object from acting as a page of this server. On AWS each bucket has an origin of its own;
 * here the pages of the laptop share one with it.
 */
function shield(type: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    ...(ACTIVE.test(type) && { 'content-security-policy': 'sandbox' }),
  };
}
