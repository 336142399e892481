import type { SdkRequest } from '../../src/local-cloud/iam/index.ts';
import { ALGORITHM, encodePart, scopeOf, signCanonical } from '../../src/store/aws/sign.ts';

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Signs a changed request of the S3 client again, with the headers and the time of the first signature. So S3 gets what a store
 * would send that names the wrong key itself.
 */
export function signAnew(request: SdkRequest, region: string, key: Key): SdkRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const signedHeaders = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const date = headers['x-amz-date'] ?? '';
  const lines = signedHeaders.split(';').map((name) => `${name}:${headers[name]?.trim() ?? ''}\n`);
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${encodePart(name)}=${encodePart(String(value ?? ''))}`)
    .sort();
  const canonical = [
    request.method,
    request.path,
    query.join('&'),
    lines.join(''),
    signedHeaders,
    headers['x-amz-content-sha256'] ?? '',
  ].join('\n');
  const of = { date, region, service: 's3' };
  const { signature } = signCanonical(canonical, key, of);
  const credential = `${key.accessKeyId}/${scopeOf(of)}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { ...request, headers: { ...headers, authorization } };
}
