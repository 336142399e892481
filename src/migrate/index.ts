export { evolveData, workLeft, type SchemaState } from './evolve-data.ts';
export { openTenantBackfill } from './open-tenant-backfill.ts';
export { planData, planChange } from './plan-change.ts';
export { printDeferred, printReport, printSpread } from './print-report.ts';
export { allWork, type Work } from './type-work.ts';
export { readSchema } from './read-schema.ts';
export { applyOnAws } from './apply-on-aws.ts';
export { printPlan } from './print-plan.ts';
export { rowsAtRisk } from './rows-at-risk.ts';
