import { ApolloServer, type ApolloServerOptionsWithGateway, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';

import { createExecutor } from '../executor/index.ts';
import { apiError } from './api-error.ts';
import { describeError, type Log } from './log.ts';
import type { ServerContext } from './server-context.ts';
import { accessLog } from './plugins/access-log.ts';
import { ceilings } from './plugins/ceilings.ts';
import { appsyncErrors } from './plugins/appsync-errors.ts';
import { jsonStatus } from './plugins/json-status.ts';
import { counts } from './plugins/counts.ts';
import { limits } from './plugins/limits.ts';
import { outcome } from './plugins/outcome.ts';
import { variableDepth } from './plugins/variable-depth.ts';
import { requestId } from './plugins/request-id.ts';
import { variableNames } from './variable-names.ts';
import { refuseRequest } from './refuse-request.ts';
import { MAX_TOKENS, requireSureFields } from './require-sure-fields.ts';
import { replayed } from './plugins/replayed.ts';
import { together, type RequestPlugin } from './plugins/together.ts';
import { written } from './plugins/written.ts';
import { awaitBackgroundWork } from './plugins/await-background-work.ts';

/**
 * Limits of a document before execution: tokens, selections after expanding fragments, and listed errors. A
 * fragment bomb of 600 bytes expands to 131,000 selections.
 */
const LIMITS = { tokens: MAX_TOKENS, selections: 2000, errors: 10 };

/**
 * Creates an Apollo Server; only this function configures one. It turns off the defaults that cost time or
 * reveal details: plugins, persisted queries, batching and stack traces. Introspection is on, because every
 * request is authenticated before its document is read.
 * @param plugins the plugins of one plane
 * @example
 * ```ts
 * const server = createServer(compile(model, {}), log);
 * ```
 */
export function createServer<Context extends ServerContext>(
  schema: GraphQLSchema,
  log: Log,
  plugins: readonly RequestPlugin<Context>[] = [],
): ApolloServer<Context> {
  return new CheckedServer<Context>({
    gateway: executing(schema),
    formatError: apiError,
    nodeEnv: 'production',
    introspection: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    maxRecursiveSelections: LIMITS.selections,
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    validationRules: [variableNames],
    validationOptions: { maxErrors: LIMITS.errors },
    // A browser sends a preflight before it sends `authorization` to another origin, so this header proves
    // one.
    csrfPrevention: {
      requestHeaders: ['authorization', 'x-apollo-operation-name', 'apollo-require-preflight'],
    },
    logger: apolloLogger(log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      together<Context>([
        ceilings,
        written,
        replayed,
        jsonStatus,
        // Before the plugins that read variables by recursion.
        variableDepth,
        limits,
        counts,
        requestId,
        appsyncErrors,
        outcome,
        accessLog,
        awaitBackgroundWork,
        ...plugins,
      ]),
    ],
  });
}

/**
 * Returns what executes operations by plans, in the place that Apollo has for a gateway. So errors and plugins are handled as
 * those of its own execution.
 */
function executing(schema: GraphQLSchema): GatewayInterface {
  const run = createExecutor(schema, { maxCoercionErrors: LIMITS.errors });
  return {
    load: () =>
      Promise.resolve({
        executor: async ({ document, request: { operationName, variables }, context }) =>
          run({ document, operationName, variableValues: variables, contextValue: context }),
      }),
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

type GatewayInterface = NonNullable<ApolloServerOptionsWithGateway<ServerContext>['gateway']>;

/** A server that checks a document before the validation of graphql, and after the caller is admitted. */
class CheckedServer<Context extends ServerContext> extends ApolloServer<Context> {
  override executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context,
  }: Parameters<ApolloServer<Context>['executeHTTPGraphQLRequest']>[0]): ReturnType<
    ApolloServer<Context>['executeHTTPGraphQLRequest']
  > {
    return super.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => {
        const opened = await context();
        try {
          requireSureFields(queryOf(httpGraphQLRequest));
        } catch (error) {
          opened.outcome.failed = true;
          throw refuseRequest(error, opened.requestId, opened.log);
        }
        return opened;
      },
    });
  }
}

/** Returns the document of a request by POST. A GET takes no subscription. */
function queryOf({ body }: HTTPGraphQLRequest): string {
  const { query } = (body ?? {}) as { readonly query?: unknown };
  return typeof query === 'string' ? query : '';
}

function apolloLogger(log: Log) {
  const at = (level: 'warn' | 'error') => (message?: unknown) => {
    log({ level, message: 'apollo', ...describeError(message) });
  };
  return { debug: () => undefined, info: () => undefined, warn: at('warn'), error: at('error') };
}
