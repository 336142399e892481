import { sharedConnections } from '../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../aws/credentials.ts';
import type { HttpHandler } from '../aws/http.ts';
import { jsonCalls } from '../aws/json-calls.ts';
import { openService } from '../aws/service.ts';
import { backOff } from '../dynamo/driver/backoff.ts';

/** A secret of AWS Secrets Manager, and the ways to reach it. */
export interface SecretOptions {
  readonly region: string;
  readonly arn: string;
  /** Credentials. By default those of this process. */
  readonly credentials?: CredentialSource | undefined;
  readonly requestHandler?: HttpHandler | undefined;
}

/** A secret that a process reads once. */
export interface Secret {
  /** Reads the secret, or waits until it is read. A failure is not kept: the next call reads again. */
  ready(): Promise<void>;
  /** Returns the secret. @throws {Error} before `ready` */
  value(): string;
}

const MAX_ATTEMPTS = 3;

/** Opens a secret by our own client. The process of a function reads it at its start, so that no variable holds it. */
export function openSecret({ region, arn, credentials, requestHandler }: SecretOptions): Secret {
  const connections = requestHandler ?? sharedConnections();
  const call = jsonCalls(openService({ service: 'secretsmanager', region, connections }), {
    protocol: 'secretsmanager',
    version: '1.1',
    credentials: renewed(credentials ?? ownCredentials),
  });
  let text: string | null = null;
  let reading: Promise<void> | null = null;
  const read = async (): Promise<void> => {
    try {
      const { SecretString } = (await call('GetSecretValue', { SecretId: arn })) as {
        readonly SecretString?: string;
      };
      if (SecretString === undefined) throw new Error('The secret has no text.');
      text = SecretString;
    } finally {
      reading = null;
    }
  };
  return {
    async ready() {
      for (let attempt = 1; text === null; attempt++)
        try {
          await (reading ??= read());
        } catch (error) {
          if (attempt >= MAX_ATTEMPTS) throw error;
          await backOff(attempt, undefined);
        }
    },
    value() {
      if (text === null) throw new Error('The secret is used before it is read.');
      return text;
    },
  };
}
