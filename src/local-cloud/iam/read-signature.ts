/** The parts of a request that its signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** The path as the client sent it. */
  readonly path: string;
  /** The parameters, decoded. */
  readonly query: readonly (readonly [string, string])[];
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a request says about its signature (AWS Signature Version 4). */
export interface Signature {
  readonly by: 'header' | 'query';
  readonly accessKeyId: string;
  /** The scope: `20260101/eu-central-1/s3/aws4_request`. */
  readonly scope: string;
  /** When the client signed: `20260101T120000Z`. */
  readonly time: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly token: string | null;
  /** Seconds for which the URL is valid. Null for a signature in the header. */
  readonly expires: number | null;
  /** The SHA-256 of the body in hexadecimal, or a word that says that the body is not signed. */
  readonly payload: string;
}

/** An error about a signature, with the status and the code that S3 gives. */
export class SignatureFailure extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const ALGORITHM = 'AWS4-HMAC-SHA256';
const CREDENTIAL = /^([^/]+)\/(\d{8}\/[^/]+\/[^/]+\/aws4_request)$/;
/** Seconds of a week, for which a URL can be signed at most. */
const LONGEST = 604_800;

/**
 * Reads the signature of a request from its header or its parameters.
 * @throws {SignatureFailure} if there is none, or it is malformed
 */
export function readSignature(request: SignedRequest): Signature {
  const { authorization } = request.headers;
  const inQuery = parameterOf(request, 'x-amz-algorithm') !== undefined;
  if (authorization !== undefined && inQuery)
    throw new SignatureFailure(400, 'InvalidArgument', 'Only one auth mechanism allowed');
  if (authorization !== undefined) return fromHeader(request, authorization);
  if (inQuery) return fromQuery(request);
  throw new SignatureFailure(403, 'AccessDenied', 'Access Denied');
}

/** Returns a parameter, ignoring the case of its name. */
export function parameterOf({ query }: SignedRequest, wanted: string): string | undefined {
  return query.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function fromHeader({ headers }: SignedRequest, authorization: string): Signature {
  const malformed = (what: string): SignatureFailure =>
    new SignatureFailure(
      400,
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; ${what}`,
    );
  if (!authorization.startsWith(`${ALGORITHM} `))
    throw new SignatureFailure(400, 'InvalidRequest', `Please use ${ALGORITHM}.`);
  const part = (name: string): string => new RegExp(`[ ,]${name}=([^, ]+)`).exec(authorization)?.[1] ?? '';
  const [, accessKeyId, scope] = CREDENTIAL.exec(part('Credential')) ?? [];
  if (accessKeyId === undefined || scope === undefined) throw malformed('the Credential is mal-formed.');
  const payload = headers['x-amz-content-sha256'];
  if (payload === undefined)
    throw new SignatureFailure(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
  return {
    by: 'header',
    accessKeyId,
    scope,
    time: timeOf(headers['x-amz-date'], scope, malformed),
    signedHeaders: part('SignedHeaders').toLowerCase().split(';'),
    signature: part('Signature'),
    token: headers['x-amz-security-token'] ?? null,
    expires: null,
    payload,
  };
}

function fromQuery(request: SignedRequest): Signature {
  const malformed = (what: string): SignatureFailure =>
    new SignatureFailure(400, 'AuthorizationQueryParametersError', what);
  const part = (name: string): string => parameterOf(request, `x-amz-${name}`) ?? '';
  if (part('algorithm') !== ALGORITHM) throw malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const [, accessKeyId, scope] = CREDENTIAL.exec(part('credential')) ?? [];
  if (accessKeyId === undefined || scope === undefined)
    throw malformed('Error parsing the X-Amz-Credential parameter; the Credential is mal-formed.');
  const expires = Number(/^\d+$/.test(part('expires')) ? part('expires') : NaN);
  if (!(expires >= 1)) throw malformed('X-Amz-Expires should be a number');
  if (expires > LONGEST) throw malformed('X-Amz-Expires must be less than a week (in seconds)');
  const token = part('security-token');
  return {
    by: 'query',
    accessKeyId,
    scope,
    time: timeOf(part('date'), scope, malformed),
    signedHeaders: part('signedheaders').toLowerCase().split(';'),
    signature: part('signature'),
    token: token === '' ? null : token,
    expires,
    payload:
      parameterOf(request, 'x-amz-content-sha256') ??
      request.headers['x-amz-content-sha256'] ??
      UNSIGNED_PAYLOAD,
  };
}

function timeOf(time = '', scope: string, malformed: (what: string) => SignatureFailure): string {
  if (!/^\d{8}T\d{6}Z$/.test(time))
    throw malformed("the date must be in the ISO8601 format \"yyyyMMdd'T'HHmmss'Z'\".");
  if (!scope.startsWith(`${time.slice(0, 8)}/`))
    throw malformed('the date in Credential must match the date.');
  return time;
}
