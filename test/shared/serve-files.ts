import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { S3Door } from '../../src/local-cloud/s3/index.ts';

/** The bucket of files behind a port. */
export interface ServedFiles {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the bucket of files by HTTP, as the laptop does. */
export async function serveFiles(door: S3Door): Promise<ServedFiles> {
  const server = createServer((request, response) => {
    door(request, response).then(
      (isOurs) => {
        if (!isOurs) response.writeHead(404).end();
      },
      () => {
        response.destroy();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
