import type { GraphQLFormattedError } from 'graphql';

import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** The request header by which a client asks for errors in AppSync's form, and its value. */
const ERROR_FORMAT_HEADER = 'x-error-format';
const APPSYNC = 'appsync';

/**
 * Adds AppSync's top-level members to errors if the client asks for them: `errorType`, `errorInfo`, `data`,
 * and `sourceName` in each location. `extensions` keeps its members.
 */
export const appsyncErrors: RequestPlugin<ServerContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response }) {
        const wanted = request.http?.headers.get(ERROR_FORMAT_HEADER)?.toLowerCase() === APPSYNC;
        if (wanted && response.body.kind === 'single') {
          const { singleResult } = response.body;
          const errors = singleResult.errors?.map(asAppSync);
          if (errors) response.body.singleResult = { ...singleResult, errors };
        }
        return Promise.resolve();
      },
    }),
};

/** An error in AppSync's form. */
export interface AppSyncError extends GraphQLFormattedError {
  readonly errorType: unknown;
  readonly errorInfo: unknown;
  readonly data: unknown;
}

/** Returns an error in AppSync's form. */
export function asAppSync(error: GraphQLFormattedError): AppSyncError {
  const { errorType = null, errorInfo = null, current = null } = error.extensions ?? {};
  const locations = error.locations?.map((location) => ({ ...location, sourceName: null }));
  return {
    path: null,
    ...error,
    ...(locations ? { locations } : {}),
    data: current,
    errorType,
    errorInfo,
  } as AppSyncError;
}
