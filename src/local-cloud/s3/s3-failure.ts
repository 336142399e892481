/** An error of S3 as it tells it (Amazon S3 API Reference, "Error responses"). */
export class S3Failure extends Error {
  readonly status: number;
  /** e.g. `NoSuchKey` */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What AWS has and this stand-in has not: said aloud, so that nobody relies on it. */
export function notImplemented(what: string): S3Failure {
  return new S3Failure(501, 'NotImplemented', `The S3 of this machine does not know ${what}.`);
}
