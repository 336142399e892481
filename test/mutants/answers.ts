import type { Mutant } from './mutant.ts';

const preToken = ['test/tenant/pre-token.test.ts', ''] as const;
const documents = ['test/server/documents.test.ts', 'expensive document'] as const;
const metrics = ['test/server/metrics.test.ts', 'tier as their only dimension'] as const;
const events = ['test/engine/subscriptions.test.ts', ''] as const;
const errors = ['test/server/errors.test.ts', 'unexpected error'] as const;

/** Walls around an answer: rules of fields, errors, limits, the log. */
export const answers: readonly Mutant[] = [
  {
    title: 'a subscriber gets rows that the rules hide',
    file: 'src/engine/subscriptions/listen.ts',
    text: "    permitRows(type, caller, 'listen', siteOf(plan)),\n",
    by: '',
    noticed: events,
  },
  {
    title: 'the filter of a subscription is ignored',
    file: 'src/engine/subscriptions/listen.ts',
    text: 'plan.custom ? null : readFilter(',
    by: 'plan.custom ?? filter ? null : readFilter(',
    noticed: events,
  },
  {
    title: 'subscribers share an answer that is of one owner',
    file: 'src/engine/subscriptions/same-for.ts',
    text: "if (rule.allow === 'owner') return true;",
    by: "if (rule.allow === 'owner') return false;",
    noticed: events,
  },
  {
    title: 'a rule on a field is not checked',
    file: 'src/engine/fields/guarded.ts',
    text: "rules ? decide(rules, context.scope.caller, 'get') : 'allow'",
    by: "'allow'",
    noticed: preToken,
  },
  {
    title: 'the authorizer allows every request',
    file: 'src/lambda/authorizer-handler.ts',
    text: 'Effect: effect',
    by: "Effect: effect && 'Allow'",
    noticed: ['test/server/authorizer.test.ts', ''],
  },
  {
    title: 'all tenants get the same tier key',
    file: 'src/lambda/gateway-tiers.ts',
    text: 'JSON.stringify([prefix, plan])',
    by: 'JSON.stringify([prefix, plan && ""])',
    noticed: ['test/server/authorizer.test.ts', ''],
  },
  {
    title: "the cache serves an answer to all of a tenant's users",
    file: 'src/lambda/gateway-cache.ts',
    text: "'context.authorizer.principalId'",
    by: "'context.authorizer.tenantId'",
    noticed: ['test/local/gateway-cache.test.ts', ''],
  },
  {
    title: 'the cache serves an answer to the same user in all tenants',
    file: 'src/lambda/gateway-cache.ts',
    text: "'context.authorizer.tenantId'",
    by: "'context.authorizer.principalId'",
    noticed: ['test/local/gateway-cache.test.ts', ''],
  },
  {
    title: 'errors are not masked',
    file: 'src/server/create-server.ts',
    text: 'formatError: apiError,',
    by: '',
    noticed: errors,
  },
  {
    title: 'an internal error is not logged',
    file: 'src/server/log-internal-errors.ts',
    text: 'errors.filter(isInternal)',
    by: 'errors.filter(() => false)',
    noticed: errors,
  },
  {
    title: 'a document may have any number of selections',
    file: 'src/server/create-server.ts',
    text: 'maxRecursiveSelections: LIMITS.selections,',
    by: '',
    noticed: documents,
  },
  {
    title: 'the log contains the operation',
    file: 'src/server/plugins/access-log.ts',
    text: 'operationName: operationName?.slice(0, LONGEST_NAME),',
    by: 'operationName: operationName?.slice(0, LONGEST_NAME), source: operation?.loc?.source.body,',
    noticed: ['test/server/log.test.ts', ''],
  },
  {
    title: 'a metric has the tenant as a dimension',
    file: 'src/server/metrics.ts',
    text: "[['tier']]",
    by: "[['tier', 'tenantId']]",
    noticed: metrics,
  },
  {
    title: 'an unknown plan becomes a tier of its own',
    file: 'src/platform/plans/plan.ts',
    text: 'Object.hasOwn(plans, plan) ? plan : NO_TIER',
    by: 'Object.hasOwn(plans, plan) ? plan : plan || NO_TIER',
    noticed: metrics,
  },
  {
    title: 'internal errors are missing from the metrics',
    file: 'src/server/log-request.ts',
    text: "codes?.includes('INTERNAL') ? 1 : 0",
    by: "codes?.includes('INTERNAL') ? 0 : 0",
    noticed: ['test/server/metrics.test.ts', 'status 200'],
  },
  {
    title: 'a mutation begins before the limits have allowed it',
    file: 'src/platform/limits/cost.ts',
    text: 'operation.operation === OperationTypeNode.QUERY && level.isRead',
    by: 'operation.operation !== OperationTypeNode.SUBSCRIPTION',
    noticed: ['test/platform/limits.test.ts', 'is no mutation'],
  },
];
