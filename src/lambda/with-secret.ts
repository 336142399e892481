import type { Secret } from '../store/index.ts';

type Handler<Given extends unknown[], Answer> = (...given: Given) => Promise<Answer>;

/**
 * Wraps a handler, so that its calls wait until the secret is read. A read that failed is repeated by the next call, as
 * after the pause of a copy that is kept warm.
 */
export function withSecret<Given extends unknown[], Answer>(
  secret: Pick<Secret, 'ready'>,
  handler: Handler<Given, Answer>,
): Handler<Given, Answer> {
  return async (...given) => {
    await secret.ready();
    return handler(...given);
  };
}
