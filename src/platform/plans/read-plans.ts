import { didYouMean, type Problem } from '../../model/index.ts';
import { CEILING_NAMES, mostOf } from './ceilings.ts';
import { SUBSCRIPTIONS_PER_CONNECTION } from './realtime-limits.ts';
import { NO_LIMITS, type Limits, type LimitName, type Plan, type Plans } from './plan.ts';

/**
 * Reads schema/plans.json: `{ NAME: { limits: { LIMIT: number | null }, features: [FLAG] } }`. An absent
 * limit does not apply. Collects every mistake as a Problem with its place in the file.
 * @example
 * ```ts
 * const { plans, problems } = readPlans('{ "free": { "limits": { "seats": 3 }, "features": [] } }');
 * if (problems.length === 0) console.log(plans['free']?.limits.seats);
 * ```
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
    report('plans', `the file is not valid JSON: ${(error as Error).message}.`, 'Fix the place it names.');
    return {};
  }
}

function readPlan(name: string, entry: unknown, report: Report): Plan {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
    report(name, 'is not a valid plan name.', 'Use lower-case letters, digits and hyphens.');
  const plan = asObject(entry, name, report);
  for (const member of Object.keys(plan).filter((one) => !MEMBERS.includes(one)))
    report(`${name}.${member}`, 'is not part of a plan.', oneOf(member, MEMBERS));
  return {
    name,
    limits: readLimits(plan['limits'] ?? {}, `${name}.limits`, report),
    features: readFeatures(plan['features'] ?? [], `${name}.features`, report),
  };
}

function readLimits(entry: unknown, at: string, report: Report): Limits {
  const limits: Record<LimitName, number | null> = { ...NO_LIMITS };
  for (const [name, value] of Object.entries(asObject(entry, at, report))) {
    if (!isLimit(name)) report(`${at}.${name}`, 'is not a limit.', oneOf(name, Object.keys(NO_LIMITS)));
    else if (value === null || isAllowed(name, value)) limits[name] = value;
    else if (isAllowed(name, value, Infinity))
      report(
        `${at}.${name}`,
        `must be ${mostOf(name)} at most, as every plan.`,
        'Leave it out for that number.',
      );
    else
      report(
        `${at}.${name}`,
        `must be ${kindOf(name)}, or null.`,
        `Leave it out for ${NO_LIMIT[name] ?? 'no limit'}.`,
      );
  }
  if (limits.burstSeconds !== null && RATES.every((rate) => limits[rate] === null))
    report(
      `${at}.burstSeconds`,
      'needs a rate, and the plan has none.',
      `Add ${RATES.map((rate) => `"${rate}"`).join(' or ')}, or leave it out.`,
    );
  return limits;
}

function readFeatures(entry: unknown, at: string, report: Report): readonly string[] {
  if (!Array.isArray(entry)) {
    report(at, 'must be a list of flags.', 'Write e.g. ["reports"].');
    return [];
  }
  const flags = entry.filter((flag): flag is string => typeof flag === 'string' && flag !== '');
  if (flags.length < entry.length)
    report(at, 'holds a value that is not a flag.', 'A flag is a string, as @feature names it.');
  for (const flag of flags.filter((one, place) => flags.indexOf(one) < place))
    report(at, `names "${flag}" twice.`, 'Name it once.');
  return flags;
}

const MEMBERS: readonly string[] = ['limits', 'features'];

/** Limits of which `burstSeconds` may be saved up. */
const RATES = [
  'requestsPerSecond',
  'costPerSecond',
  'eventsPerSecond',
] as const satisfies readonly LimitName[];

/** Limits that must be whole numbers. */
const WHOLE: ReadonlySet<LimitName> = new Set([
  'requestsPerMonth',
  'seats',
  'itemsPerModel',
  'storageBytes',
  'webhooks',
  'connections',
  'subscriptionsPerConnection',
  'maxDepth',
  'auditRetentionDays',
  ...CEILING_NAMES,
]);

/** What holds if a limit is absent, unless nothing does. */
const NO_LIMIT: Readonly<Partial<Record<LimitName, string>>> = {
  subscriptionsPerConnection: String(SUBSCRIPTIONS_PER_CONNECTION),
};

function isLimit(name: string): name is LimitName {
  return Object.hasOwn(NO_LIMITS, name);
}

function isAllowed(name: LimitName, value: unknown, most = mostOf(name)): value is number {
  const isInRange = Number.isFinite(value) && (value as number) >= 0 && (value as number) <= most;
  return isInRange && (!WHOLE.has(name) || Number.isInteger(value));
}

function kindOf(name: LimitName): string {
  return `a ${WHOLE.has(name) ? 'whole ' : ''}number of 0 or more`;
}

function oneOf(written: string, names: readonly string[]): string {
  return didYouMean(written, names) ?? `Use one of: ${names.join(', ')}.`;
}

function asObject(value: unknown, at: string, report: Report): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  report(at, 'must be an object.', 'Write { … }.');
  return {};
}
