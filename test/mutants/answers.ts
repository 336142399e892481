import type { Mutant } from './mutant.ts';

const preToken = ['test/tenant/pre-token.test.ts', ''] as const;
const documents = ['test/server/documents.test.ts', 'expensive document'] as const;
const metrics = ['test/server/metrics.test.ts', 'tier as their only dimension'] as const;
const errors = ['test/server/errors.test.ts', 'unexpected error'] as const;

/** Walls around an answer: rules of fields, errors, limits, the log. */
export const answers: readonly Mutant[] = [
  {
    title: 'a field whose rule is not asked',
    file: 'src/engine/fields/guarded.ts',
    text: '(rules && !mayRead(rules, context.scope.caller, parent))',
    by: '(rules && false)',
    noticed: preToken,
  },
  {
    title: 'an authorizer that allows everything',
    file: 'src/lambda/authorizer-handler.ts',
    text: 'Effect: effect',
    by: "Effect: effect && 'Allow'",
    noticed: ['test/server/authorizer.test.ts', ''],
  },
  {
    title: 'a tier that is the same for all',
    file: 'src/lambda/gateway-tiers.ts',
    text: 'JSON.stringify([prefix, plan])',
    by: 'JSON.stringify([prefix, plan && ""])',
    noticed: ['test/server/authorizer.test.ts', ''],
  },
  {
    title: "an answer that is kept for all of a tenant's users",
    file: 'src/lambda/gateway-cache.ts',
    text: "'context.authorizer.principalId'",
    by: "'context.authorizer.tenantId'",
    noticed: ['test/local/gateway-cache.test.ts', ''],
  },
  {
    title: 'an answer that is kept for users of the same name in all tenants',
    file: 'src/lambda/gateway-cache.ts',
    text: "'context.authorizer.tenantId'",
    by: "'context.authorizer.principalId'",
    noticed: ['test/local/gateway-cache.test.ts', ''],
  },
  {
    title: 'errors that are not masked',
    file: 'src/server/create-server.ts',
    text: 'formatError: apiError,',
    by: '',
    noticed: errors,
  },
  {
    title: 'an internal error that is not logged',
    file: 'src/server/plugins/access-log.ts',
    text: 'errors.filter(isInternal)',
    by: 'errors.filter(() => false)',
    noticed: errors,
  },
  {
    title: 'a document of any size',
    file: 'src/server/create-server.ts',
    text: 'maxRecursiveSelections: LIMITS.selections,',
    by: '',
    noticed: documents,
  },
  {
    title: 'a log with the operation in it',
    file: 'src/server/plugins/access-log.ts',
    text: 'operationName: operationName ?? undefined,',
    by: 'operationName: operationName ?? undefined, source: operation?.loc?.source.body,',
    noticed: ['test/server/log.test.ts', ''],
  },
  {
    title: 'a metric for each tenant',
    file: 'src/server/metrics.ts',
    text: "[['tier']]",
    by: "[['tier', 'tenantId']]",
    noticed: metrics,
  },
  {
    title: 'a tier of any name that a tenant has as its plan',
    file: 'src/platform/plans/plan.ts',
    text: 'Object.hasOwn(plans, plan) ? plan : NO_TIER',
    by: 'Object.hasOwn(plans, plan) ? plan : plan || NO_TIER',
    noticed: metrics,
  },
  {
    title: 'internal errors that no alarm hears of',
    file: 'src/server/plugins/access-log.ts',
    text: "codes?.includes('INTERNAL') ? 1 : 0",
    by: "codes?.includes('INTERNAL') ? 0 : 0",
    noticed: ['test/server/metrics.test.ts', 'status 200'],
  },
];
