import { post, type Posted, type PostRequest } from './post.ts';
import { PUBLIC_HOSTS, type OutboundPolicy } from './policy.ts';
import { OutboundRefused, readTarget } from './read-target.ts';
import { resolveTarget, systemResolve, type Resolve } from './resolve-target.ts';

/** Calls of servers that a tenant has chosen. */
export interface Outbound {
  /** Returns why a server is not called, as a sentence; null if it would be. */
  refuses(url: string): Promise<string | null>;
  /**
   * Posts a body to a server. It resolves the name itself, checks every address, and connects to one of those: a name that
   * changes its address between the check and the call gains nothing. It follows no redirect and uses no proxy.
   */
  post(request: PostRequest): Promise<Posted>;
}

export interface OutboundOptions {
  readonly policy?: OutboundPolicy;
  readonly resolve?: Resolve;
  /** Milliseconds until a call is given up. */
  readonly timeout?: number;
  /** Further certificates of authorities, in addition to those of Node.js. */
  readonly ca?: string;
}

/** Milliseconds until a call is given up: connecting, sending and the answer together. */
const TIMEOUT = 10_000;

/**
 * Opens the way out.
 * @example
 * ```ts
 * const { status } = await openOutbound().post({ url: 'https://example.com/hooks', headers: {}, body: '{}' });
 * ```
 */
export function openOutbound({
  policy = PUBLIC_HOSTS,
  resolve = systemResolve,
  timeout = TIMEOUT,
  ca,
}: OutboundOptions = {}): Outbound {
  return {
    async refuses(url) {
      try {
        await resolveTarget(readTarget(url, policy), policy, resolve);
        return null;
      } catch (error) {
        if (error instanceof OutboundRefused) return error.message;
        throw error;
      }
    },
    async post(request) {
      const signal = AbortSignal.timeout(timeout);
      try {
        const target = readTarget(request.url, policy);
        const addresses = await orAbort(resolveTarget(target, policy, resolve), signal);
        return await post(target.url, addresses, request, { signal, ca });
      } catch (error) {
        if (error instanceof OutboundRefused) return { status: null, error: error.message, refused: true };
        throw error;
      }
    },
  };
}

/** Waits for work, at most until a signal. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(new OutboundRefused('The host is not found in time.'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
