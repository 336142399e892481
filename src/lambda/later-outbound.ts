import type { Outbound } from '../outbound/index.ts';

/** Returns calls of servers that tenants chose, whose code the first of them loads. Most requests call no such server. */
export function laterOutbound(): Outbound {
  const open = async (): Promise<Outbound> => (await import('../outbound/index.ts')).openOutbound();
  return {
    refuses: async (url) => (await open()).refuses(url),
    post: async (request) => (await open()).post(request),
  };
}
