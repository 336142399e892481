import type { Problem } from '../../model/index.ts';
import { NO_LIMITS, type Limits, type LimitName, type Plan, type Plans } from './plan.ts';

/**
 * Reads schema/plans.json: `{ NAME: { limits: { LIMIT: number | null }, features: [FLAG] } }`. A limit that is left out
 * does not bind. Collects every mistake, as a Problem that names its place in the file.
 */
export function readPlans(text: string): { plans: Plans; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (at, message, hint) => {
    problems.push({ severity: 'error', code: 'invalid-plans', message: `${at}: ${message}`, hint });
  };
  const document = asObject(parse(text, report), 'plans', report);
  if (Object.keys(document).length === 0)
    report('plans', 'there is no plan.', 'Write at least one, such as { "free": { "limits": {} } }.');
  const plans = Object.entries(document).map(
    ([name, entry]) => [name, readPlan(name, entry, report)] as const,
  );
  return { plans: Object.fromEntries(plans), problems };
}

type Report = (at: string, message: string, hint: string) => void;

function parse(text: string, report: Report): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    report('plans', `the file is not valid JSON: ${(error as Error).message}.`, 'Mend the place it names.');
    return {};
  }
}

function readPlan(name: string, entry: unknown, report: Report): Plan {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
    report(name, 'is no name of a plan.', 'Use lower-case letters, digits and hyphens.');
  const plan = asObject(entry, name, report);
  for (const member of Object.keys(plan)) {
    if (member !== 'limits' && member !== 'features')
      report(`${name}.${member}`, 'is not part of a plan.', 'Use "limits" and "features".');
  }
  return {
    name,
    limits: readLimits(plan['limits'] ?? {}, `${name}.limits`, report),
    features: readFeatures(plan['features'] ?? [], `${name}.features`, report),
  };
}

function readLimits(entry: unknown, at: string, report: Report): Limits {
  const limits: Record<LimitName, number | null> = { ...NO_LIMITS };
  for (const [name, value] of Object.entries(asObject(entry, at, report))) {
    if (!Object.hasOwn(limits, name))
      report(`${at}.${name}`, 'is no limit.', `Use one of: ${Object.keys(NO_LIMITS).join(', ')}.`);
    else if (value !== null && !(typeof value === 'number' && Number.isFinite(value) && value >= 0))
      report(`${at}.${name}`, 'must be a number of 0 or more, or null.', 'Leave it out for no limit.');
    else limits[name as LimitName] = value;
  }
  return limits;
}

function readFeatures(entry: unknown, at: string, report: Report): readonly string[] {
  if (Array.isArray(entry) && entry.every((flag) => typeof flag === 'string')) return entry;
  report(at, 'must be a list of flags.', 'Write e.g. ["reports"].');
  return [];
}

function asObject(value: unknown, at: string, report: Report): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  report(at, 'must be an object.', 'Write { … }.');
  return {};
}
