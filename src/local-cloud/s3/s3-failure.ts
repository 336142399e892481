/** An error in S3's form (Amazon S3 API Reference, "Error responses"). */
export class S3Failure extends Error {
  readonly status: number;
  /** The code: `NoSuchKey`. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: S3Failure['headers'] = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/**
 * Returns the error for a feature of AWS that this stand-in lacks, so that no caller relies on it unnoticed.
 */
export function notImplemented(what: string): S3Failure {
  return new S3Failure(501, 'NotImplemented', `The S3 of this machine does not know ${what}.`);
}

export function noSuchKey(): S3Failure {
  return new S3Failure(404, 'NoSuchKey', 'The specified key does not exist.');
}

export function noSuchUpload(): S3Failure {
  return new S3Failure(
    404,
    'NoSuchUpload',
    'The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might have been aborted or completed.',
  );
}

export function malformedXml(): S3Failure {
  return new S3Failure(400, 'MalformedXML', 'The XML you provided was not well-formed');
}

export function invalid(message: string): S3Failure {
  return new S3Failure(400, 'InvalidArgument', message);
}
