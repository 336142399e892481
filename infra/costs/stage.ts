import { METRICS } from '../../src/server/metrics.ts';
import { dollars, number, price, type Priced, priceLink, type Table } from './table.ts';

/** The part of a template that costs are read from. */
export interface CostedTemplate {
  readonly Resources: Readonly<Record<string, CostedResource>>;
}
interface CostedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}
type Properties = Readonly<Record<string, unknown>>;

/** AWS bills a month as so many hours. */
const HOURS = 730;
const SECONDS = HOURS * 3600;
const MINUTES = HOURS * 60;
/** Lambda polls a queue by at least five connections, each for 20 seconds at a time. */
const POLLS = 5 * 3 * MINUTES;

/** A part of the bill of a stage without requests. */
interface Part {
  readonly name: string;
  readonly of: Priced;
  readonly arithmetic: string;
  readonly usd: number;
}

/** Returns the parts of a month of a stage without any request. */
function idleParts(template: CostedTemplate, tiers: number): Part[] {
  const all = (type: string): Properties[] =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties = {} }) => Properties);
  const each = (name: string, of: Priced, count: number, what = ''): Part => ({
    name,
    of,
    arithmetic: `${number(count)}${what} × ${number(price(of))}`,
    usd: count * price(of),
  });
  const firewalls = all('AWS::WAFv2::WebACL');
  const rules = firewalls.reduce((sum, { Rules = [] }) => sum + (Rules as unknown[]).length, 0);
  const alarms = all('AWS::CloudWatch::Alarm');
  const filtered = new Set(
    all('AWS::Logs::MetricFilter').flatMap(({ MetricTransformations = [] }) =>
      (MetricTransformations as { MetricName: string }[]).map(({ MetricName }) => MetricName),
    ),
  );
  const byTier = Object.values(METRICS).filter(({ by }) => by !== 'stage').length;
  const ofStage = Object.values(METRICS).filter(({ by }) => by !== 'tier').length + filtered.size;
  const seconds = Math.round(warmGb(template) * SECONDS);
  const queues = all('AWS::Lambda::EventSourceMapping').filter((source) => isQueue(template, source)).length;
  const caches = all('AWS::ApiGateway::Stage').filter(
    ({ CacheClusterEnabled }) => CacheClusterEnabled === true,
  );
  const parts = [
    each('firewalls', 'firewalls', firewalls.length),
    each('their rules', 'firewallRules', rules),
    each('metrics by tier', 'metrics', byTier * tiers + ofStage),
    each(
      'alarms',
      'alarmMetrics',
      alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0),
      ' metrics',
    ),
    each('dashboard', 'dashboards', all('AWS::CloudWatch::Dashboard').length),
    each('key', 'keys', all('AWS::KMS::Key').length),
    each('secret', 'secrets', all('AWS::SecretsManager::Secret').length),
    each('polling a queue', 'queueCalls', (queues * POLLS) / 1e6, ' M'),
    scheduled(
      all('AWS::Events::Rule').flatMap(({ ScheduleExpression }) =>
        typeof ScheduleExpression === 'string' ? [ScheduleExpression] : [],
      ),
    ),
    each('warm copies', 'warmSeconds', seconds, ' GB s'),
    each('cache of GETs', 'cacheHours', caches.length * HOURS, ' h'),
  ];
  return parts.filter(({ usd }) => usd > 0);
}

/** Returns how many metrics an alarm looks at: those of its expression, or one. */
export function metricsOf({ Metrics }: Properties): number {
  if (!Array.isArray(Metrics)) return 1;
  return Metrics.filter((metric: object) => 'MetricStat' in metric).length;
}

function isQueue({ Resources }: CostedTemplate, { EventSourceArn }: Properties): boolean {
  const [name = ''] = (EventSourceArn as { 'Fn::GetAtt'?: string[] } | undefined)?.['Fn::GetAtt'] ?? [];
  return Resources[name]?.Type === 'AWS::SQS::Queue';
}

/** Returns the GB of all copies that are kept warm. */
function warmGb({ Resources }: CostedTemplate): number {
  const megabytes = Object.values(Resources).map(({ Properties }) => {
    const config = Properties?.['ProvisionedConcurrencyConfig'] as
      { readonly ProvisionedConcurrentExecutions?: number } | undefined;
    const { Ref = '' } = (Properties?.['FunctionName'] ?? {}) as { readonly Ref?: string };
    return (
      (config?.ProvisionedConcurrentExecutions ?? 0) * Number(Resources[Ref]?.Properties?.['MemorySize'] ?? 0)
    );
  });
  return megabytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Returns the work that a schedule starts, if each run takes a second of 1 GB. */
function scheduled(expressions: readonly string[]): Part {
  const runs = expressions.reduce((sum, expression) => {
    const [, every = '1', unit = 'hour'] = /^rate\((\d+) (minute|hour|day)/.exec(expression) ?? [];
    const minutes = { minute: 1, hour: 60, day: 1440 }[unit] ?? 60;
    return sum + MINUTES / (Number(every) * minutes);
  }, 0);
  const usd = runs * price('functionSeconds');
  const arithmetic = `${number(Math.round(runs))} runs × 1 GB s × ${number(price('functionSeconds'))}`;
  return { name: 'schedules', of: 'functionSeconds', arithmetic, usd };
}

/** Returns what a stage costs an hour and a month without any request, in US dollars. */
export function idleCost(
  template: CostedTemplate,
  tiers: number,
): { readonly hour: number; readonly month: number } {
  const month = idleParts(template, tiers).reduce((sum, { usd }) => sum + usd, 0);
  return { hour: month / HOURS, month };
}

/**
 * Returns the table of a stage without any request.
 * @param stages templates by the names of stages
 * @param tiers how many plans there are
 */
export function stageTable(stages: Readonly<Record<string, CostedTemplate>>, tiers: number): Table {
  const columns = Object.values(stages).map((template) => idleParts(template, tiers));
  const names = [...new Set(columns.flatMap((parts) => parts.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const cells = columns.map((parts) => parts.find((part) => part.name === name));
    const known = cells.filter((part) => part !== undefined);
    const [first] = known;
    return [
      first ? priceLink(name, first.of) : name,
      [...new Set(known.map(({ arithmetic }) => arithmetic))].join(', or '),
      ...cells.map((part) => dollars(part?.usd ?? 0)),
    ];
  });
  const costs = Object.values(stages).map((template) => idleCost(template, tiers));
  return [
    ['part', 'arithmetic', ...Object.keys(stages).map((stage) => `\`${stage}\``)],
    ...rows,
    ['**a month**', '', ...costs.map(({ month }) => `**${dollars(month)}**`)],
    ['**an hour**', `a month / ${HOURS}`, ...costs.map(({ hour }) => `**${hour.toFixed(3)}**`)],
  ];
}
