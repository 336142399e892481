/** An error in S3's form (Amazon S3 API Reference, "Error responses"). */
export class S3Failure extends Error {
  readonly status: number;
  /** The code: `NoSuchKey`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Returns the error for a feature of AWS that this stand-in lacks, so that no caller relies on it unnoticed.
 */
export function notImplemented(what: string): S3Failure {
  return new S3Failure(501, 'NotImplemented', `The S3 of this machine does not know ${what}.`);
}
