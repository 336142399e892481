import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** The header of an answer that repeats an earlier one. */
const HEADER = 'idempotency-replayed';

/** Says which mutations an earlier request with the same idempotency key made: in a header and in the extensions. */
export const replayed: RequestPlugin<ServerContext> = {
  requestDidStart: ({ contextValue: { idempotency } }) =>
    Promise.resolve(
      idempotency && {
        willSendResponse({ response: { body, http } }) {
          const { replayed: names } = idempotency;
          if (names.length === 0) return Promise.resolve();
          http.headers.set(HEADER, 'true');
          if (body.kind !== 'single') return Promise.resolve();
          const { singleResult } = body;
          const extensions = { ...singleResult.extensions, replayed: [...names] };
          body.singleResult = { ...singleResult, extensions };
          return Promise.resolve();
        },
      },
    ),
};
