import { isCacheTime, MAX_CACHE_SECONDS } from '../../src/lambda/gateway-cache.ts';
import { isHeaderName } from '../../src/lambda/gateway-settings.ts';
import { tierProblems } from '../../src/lambda/gateway-tiers.ts';
import type { Plans } from '../../src/platform/index.ts';
import { TENANT_ID_PATTERN } from '../../src/tenant/index.ts';
import {
  capacityProblems,
  domainProblems,
  fileProblems,
  logProblems,
  mailProblems,
  networkProblems,
  signInProblems,
  traceProblems,
} from './check-options.ts';
import {
  areDefaultTraces,
  standard,
  type DeployedApp,
  type GetCache,
  type Stage,
  type StageSettings,
} from './stage.ts';

/** The sizes that API Gateway allows: CreateStage, `cacheClusterSize`. */
const CACHE_SIZES = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237];

/**
 * Returns the stage if it can be deployed.
 * @throws {Error} with a sentence for each setting that it cannot have
 */
export function checkedStage(stage: Stage, plans: Plans): Stage {
  const problems = [
    ...nameProblems(stage),
    ...workerProblems(stage),
    ...tierProblems(plans, stage.tiers),
    ...mailProblems(stage),
    ...capacityProblems(stage),
    ...networkProblems(stage),
    ...domainProblems(stage),
    ...signInProblems(stage),
    ...logProblems(stage),
    ...traceProblems(stage),
    ...headerProblems(stage),
    ...fileProblems(stage),
    ...doorProblems(stage),
    ...(stage.cacheGets ? cacheProblems(stage.cacheGets) : []),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return stage;
}

/**
 * Returns the stage of a name. A name that the app does not list is a stage for trying out, which keeps nothing.
 * @throws {Error} as `checkedStage`
 */
export function stageOf(name: string, { stages, plans }: Pick<DeployedApp, 'stages' | 'plans'>): Stage {
  const settings: StageSettings | undefined = Object.hasOwn(stages, name)
    ? stages[name]
    : { keep: false, gradual: false };
  const parts = {
    capacity: { ...standard.capacity, ...settings?.capacity },
    logs: { ...standard.logs, ...settings?.logs },
  };
  return checkedStage({ ...standard, ...settings, ...parts, name }, plans);
}

/** @throws {Error} if a text cannot be the id of a tenant */
export function requireTenantId(tenant: string): void {
  if (!TENANT_ID_PATTERN.test(tenant))
    throw new Error(`"${tenant}" is no id of a tenant: write e.g. "acme", as its record has it.`);
}

/** Returns the problems of a name. With `-silo` in it, the table of a tenant could have the name of another stage's. */
function nameProblems({ name }: Stage): string[] {
  return /^[a-z][a-z0-9-]{0,19}$/.test(name) && !/-silo(-|$)/.test(name)
    ? []
    : [
        `"${name}" is no name of a stage: use at most 20 lower-case letters, digits and hyphens, and no "-silo".`,
      ];
}

function workerProblems({ name, workers }: Stage): string[] {
  return Number.isInteger(workers) && workers >= 2 && workers <= 1000
    ? []
    : [`"workers" of the stage "${name}" is ${workers}: take a whole number from 2 to 1,000.`];
}

function headerProblems({ name, allowHeaders }: Stage): string[] {
  return allowHeaders
    .filter((header) => !isHeaderName(header))
    .map(
      (header) =>
        `"${header}" in "allowHeaders" of the stage "${name}" is no name of a header in lower case: write e.g. "traceparent", or "*".`,
    );
}

/** Returns a message for each setting that an HTTP API cannot have. */
function doorProblems({ name, door, cacheGets, isolateTenants, tiers, traces }: Stage): string[] {
  const lacks = {
    cacheGets: cacheGets !== null,
    isolateTenants,
    tiers: Object.keys(tiers).length > 0,
    // Lambda samples by itself, and knows no rule.
    traces: traces !== null && !areDefaultTraces(traces),
  };
  return Object.entries(lacks)
    .filter(([, wanted]) => door === 'http' && wanted)
    .map(
      ([setting]) =>
        `The stage "${name}" has the door "http" and "${setting}", which an HTTP API lacks: leave one of them out.`,
    );
}

function cacheProblems({ seconds, sizeGb }: GetCache): string[] {
  return [
    ...(isCacheTime(seconds)
      ? []
      : [
          `The stage keeps answers to GETs for ${seconds} seconds: take a whole number from 1 to ${MAX_CACHE_SECONDS}.`,
        ]),
    ...(CACHE_SIZES.includes(sizeGb)
      ? []
      : [`There is no cache of ${sizeGb} GB: take one of ${CACHE_SIZES.join(', ')}.`]),
  ];
}
