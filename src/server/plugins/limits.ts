import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';
import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

import { estimate, type Estimate, type Refused, type Throttle } from '../../platform/index.ts';
import { rateLimitHeaders } from '../rate-limit-headers.ts';
import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/**
 * Enforces the tenant's limits: charges the estimated cost before execution, and the actual cost of the
 * work in its place afterwards. A query that only reads runs while its charge asks the table. Reports the remaining quota in `RateLimit` headers
 * (draft-ietf-httpapi-ratelimit-headers-10) and in `extensions.cost`, in Shopify's form.
 */
export const limits: RequestPlugin<ServerContext> = {
  requestDidStart({ contextValue: { meter, work, consumed } }) {
    if (!meter) return Promise.resolve({});
    let isCharged = false;
    let refused: Refused | null = null;
    /** The charge of a query that runs meanwhile. */
    let charging: Promise<void> | null = null;
    const refuseLate = async (cost: Estimate): Promise<void> => {
      refused = await meter.charge(cost);
      if (refused) work.refuse(refused.refusal);
    };
    return Promise.resolve({
      async didResolveOperation({ schema, operation, document, request }) {
        if (!operation) return;
        isCharged = true;
        const cost = costOf(schema, operation, document, request.variables ?? {});
        if (!meter.mayBegin(cost)) {
          refused = await meter.charge(cost);
          if (refused) throw refused.refusal;
          return;
        }
        charging = refuseLate(cost);
      },

      /** Wait for the charge of a query that began before its answer. If it is refused, its data is dropped. */
      executionDidStart() {
        const charged = charging;
        return Promise.resolve(charged ? { executionDidEnd: () => charged } : undefined);
      },

      /** Charge an invalid document too. Otherwise clients could send such documents without limit. */
      async didEncounterErrors() {
        if (isCharged) return;
        isCharged = true;
        refused = await meter.charge(null);
      },

      willSendResponse(context) {
        if (refused) refuse(context, refused);
        else if (context.response.body.kind === 'single')
          meter.settle({
            points: work.points,
            extraReads: consumed.extraReads,
            isUnfinished: work.pending > 0 || (context.response.body.singleResult.data ?? null) === null,
          });
        work.endAnswered();
        writeHeaders(context, meter.throttle());
        return Promise.resolve();
      },
    });
  },
};

type Sent = Pick<GraphQLRequestContextWillSendResponse<ServerContext>, 'response'>;

function refuse({ response }: Sent, { refusal, status, retryAfter }: Refused): void {
  response.http.status = status;
  if (retryAfter !== null) response.http.headers.set('retry-after', String(retryAfter));
  const { http: _http, ...extensions } = refusal.extensions;
  response.body = { kind: 'single', singleResult: { errors: [{ message: refusal.message, extensions }] } };
}

function writeHeaders({ response }: Sent, { requested, actual, status, policies }: Throttle): void {
  for (const [name, value] of Object.entries(rateLimitHeaders({ policies })))
    response.http.headers.set(name, value);
  if (!status || response.body.kind !== 'single') return;
  const { singleResult } = response.body;
  const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: { ...status } };
  response.body.singleResult = { ...singleResult, extensions: { ...singleResult.extensions, cost } };
}

/** The estimates of operations without variables. Apollo keeps the document of a repeated text, and this lives as long. */
const estimates = new WeakMap<
  OperationDefinitionNode,
  { readonly schema: GraphQLSchema; readonly cost: Estimate }
>();

/** Returns the estimate of an operation. Only variables can change it from request to request. */
function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Estimate {
  const known = estimates.get(operation);
  if (known?.schema === schema) return known.cost;
  const cost = estimate(schema, operation, fragmentsOf(document), variables);
  if ((operation.variableDefinitions ?? []).length === 0) estimates.set(operation, { schema, cost });
  return cost;
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
}
