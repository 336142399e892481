import { sharedConnections } from './connections.ts';
import { endpointOf } from './endpoint.ts';

/**
 * Begins a connection to each service, so that the first call finds one in the pool. The request has no signature, and its
 * answer or failure is not used: a call that finds no connection makes its own.
 */
export function connectAhead(region: string, services: readonly string[]): void {
  for (const service of services) {
    const { protocol, hostname, port, host, pathname: path } = new URL(endpointOf(service, region));
    const address = { protocol, hostname, ...(port && { port: Number(port) }) };
    sharedConnections()
      .handle({ ...address, method: 'HEAD', path, headers: { host } })
      .catch(() => undefined);
  }
}
