import { randomBytes } from 'node:crypto';

import { SignatureFailure } from '../iam/index.ts';
import type { S3Answer, S3Request } from './request.ts';
import { S3Failure } from './s3-failure.ts';
import { errorDocument } from './xml/write.ts';

/**
 * A function that answers a request, or returns null for one that is not for S3.
 * @param now the clock by which signatures expire
 */
export type AnswerTo = (
  place: () => S3Request | null,
  id: string,
  now: () => number,
) => Promise<S3Answer | null>;

/** Returns a new id of a request. */
export function newId(): string {
  return randomBytes(8).toString('hex').toUpperCase();
}

/** Returns an answer with the headers of its document. */
export function inXml(answer: S3Answer): S3Answer {
  const { body, headers } = answer;
  if (typeof body !== 'string') return answer;
  const length = String(Buffer.byteLength(body));
  return { ...answer, headers: { 'content-type': 'application/xml', 'content-length': length, ...headers } };
}

/** @throws the error if it is not one of S3 */
export function failureAnswer(error: unknown, id: string): S3Answer {
  if (!(error instanceof S3Failure || error instanceof SignatureFailure)) throw error;
  const headers = error instanceof S3Failure ? error.headers : {};
  return inXml({ status: error.status, headers, body: errorDocument(error, id) });
}
