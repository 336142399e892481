import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/**
 * Adds `extensions.counts` to an answer with totals that the consumer of changes keeps:
 * `{ Task: { exact: false, asOf: "2026-11-30T10:00:00.000Z" } }`.
 */
export const counts: RequestPlugin<ServerContext> = {
  requestDidStart({ contextValue }) {
    return Promise.resolve({
      willSendResponse({ response: { body } }) {
        const totals = [...(contextValue.counts ?? [])];
        if (totals.length === 0 || body.kind !== 'single') return Promise.resolve();
        const shown = totals.map(([type, { asOf, isPartial }]) => [
          type,
          {
            exact: false,
            asOf: asOf === null ? null : new Date(asOf).toISOString(),
            ...(isPartial ? { partial: true } : {}),
          },
        ]);
        const { extensions } = body.singleResult;
        body.singleResult.extensions = { ...extensions, counts: Object.fromEntries(shown) as unknown };
        return Promise.resolve();
      },
    });
  },
};
