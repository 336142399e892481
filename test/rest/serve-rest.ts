import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { openSystem } from '../../src/lambda/index.ts';
import { TIER_PREFIX } from '../../src/local/data-directory/index.ts';
import { openTenantGateway, type GatewayOptions } from '../../src/local/tenant-plane.ts';
import { sendRaw, type RawAnswer } from '../isolation/raw-request.ts';
import type { TestApi } from '../api.ts';
import type { RestCall } from './rest-event.ts';

/** The gateway of a laptop before an API of a test, over HTTP. */
export interface ServedRest {
  readonly url: string;
  /** Sends a call as it is written: a path below `/api/rest`, headers and body. */
  send(call: RestCall): Promise<RawAnswer & { readonly text: string }>;
  close(): Promise<void>;
}

export async function serveRest(api: TestApi, options: GatewayOptions = {}): Promise<ServedRest> {
  const { handlers } = openSystem({ ...api.parts, tierPrefix: TIER_PREFIX });
  const gateway = openTenantGateway(handlers, api.parts.plans, options);
  const server = createServer((request, response) => {
    void gateway(request, response).then((isServed) => {
      if (!isServed) response.writeHead(404).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async send({ method, target, headers = {}, body }) {
      const typed = body !== undefined && !('content-type' in headers);
      const answer = await sendRaw({
        url,
        path: `/api/rest${target}`,
        method,
        headers: { ...(typed && { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined
          ? {}
          : { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }),
      });
      return { ...answer, text: answer.body.toString() };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
