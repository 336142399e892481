import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import type { Cognito } from './cognito.ts';

/** The parts of an SDK request that the pool reads. */
interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable | Uint8Array | string;
}

/** Returns the settings of an SDK client that calls the pool in this process, without a network. */
export function inProcess(cognito: Cognito): CognitoIdentityProviderClientConfig {
  const handle = async ({ headers, body }: SdkRequest) => {
    const answer = await cognito.handle({ target: headers['x-amz-target'] ?? '', body: await textOf(body) });
    const stream = Readable.from([Buffer.from(answer.body)]);
    return { response: { statusCode: answer.status, headers: answer.headers, body: stream } };
  };
  return { credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, requestHandler: { handle } };
}

/** The SDK warns about a body of bytes whose own `toString` is called. */
async function textOf(body: SdkRequest['body']): Promise<string> {
  if (body instanceof Readable) return text(body);
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
