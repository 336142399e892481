/** The functions of the system: the files of src/lambda that export a `handler`. Infrastructure deploys each by its name. */
export const FUNCTIONS = [
  'graphql',
  'socket',
  'authorizer',
  'operator',
  'operator-authorizer',
  'changes',
  'work',
  'webhooks',
  'files',
  'meter',
  'pre-token',
  'pre-sign-up',
  'post-confirmation',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** The functions that act for tenants: only they may assume the tenant role. */
export const TENANT_FUNCTIONS = [
  'graphql',
  'socket',
  'changes',
  'work',
  'webhooks',
  'files',
] as const satisfies readonly FunctionName[];
export type TenantFunction = (typeof TENANT_FUNCTIONS)[number];
