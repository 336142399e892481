import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

import {
  keyRequests,
  openJudge,
  openSessions,
  type Sessions,
  type Statement,
} from '../../src/local-cloud/iam/index.ts';
import { localS3, type BucketOptions, type LocalS3 } from '../../src/local-cloud/s3/index.ts';

export const Bucket = 'files';
const region = 'eu-central-1';
const account = '000000000000';
const PREFIX = '/s3';

/** A local S3 behind a port, with a bucket `files` and one `other`. */
export interface S3Server {
  /** The endpoint of clients: `http://localhost:1234/s3`. */
  readonly endpoint: string;
  readonly folder: string;
  readonly s3: LocalS3;
  readonly sessions: Sessions;
  /** A client that may do everything. */
  readonly client: S3Client;
  clientOf(credentials: NonNullable<S3ClientConfig['credentials']>, more?: S3ClientConfig): S3Client;
  /** Returns the credentials of a session whose role has these statements. */
  sessionWith(statements: readonly Statement[], tags?: Readonly<Record<string, string>>): Credentials;
  close(): Promise<void>;
}
export type Credentials = ReturnType<Sessions['assume']>;

export interface ServerOptions extends Omit<BucketOptions, 'name'> {
  /** The folder of another server. */
  readonly kept?: string;
  readonly now?: () => number;
}

const everything: readonly Statement[] = [{ Effect: 'Allow', Action: ['s3:*', 'kms:*'], Resource: '*' }];

export async function openS3Server({ kept, now, ...bucket }: ServerOptions = {}): Promise<S3Server> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'tenantql-s3-')));
  const sessions = openSessions(now);
  const errors: unknown[] = [];
  const s3 = localS3({
    buckets: [{ name: Bucket, ...bucket }, { name: 'other' }],
    folder,
    region,
    prefix: PREFIX,
    judge: openJudge(sessions),
    keyRequest: keyRequests({ arn: `arn:aws:kms:${region}:${account}:key/local`, region }),
    onError: (error) => errors.push(error),
    ...(now && { now }),
  });
  s3.start();
  const server = createServer((request, response) => {
    void s3.serve(request, response).then((isOurs) => {
      if (!isOurs) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://localhost:${(server.address() as AddressInfo).port}${PREFIX}`;
  const sessionWith: S3Server['sessionWith'] = (Statement, tags = {}) =>
    sessions.assume(
      { arn: `arn:aws:iam::${account}:role/some`, trust: { Statement: [] }, policies: [{ Statement }] },
      { name: 'session', tags, seconds: 3600 },
    );
  const clients: S3Client[] = [];
  const clientOf: S3Server['clientOf'] = (credentials, more = {}) => {
    const client = new S3Client({
      region,
      endpoint,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials,
      ...more,
    });
    clients.push(client);
    return client;
  };
  return {
    endpoint,
    folder,
    s3,
    sessions,
    clientOf,
    sessionWith,
    client: clientOf(sessionWith(everything)),
    async close() {
      for (const client of clients) client.destroy();
      await s3.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
      expect(errors).toEqual([]);
    },
  };
}
