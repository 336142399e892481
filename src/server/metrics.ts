/**
 * What CloudWatch counts, and whether it tells it apart by tier, sums it over the stage, or both. A metric is billed for
 * each value of its dimensions, so the tenant, of which there may be any number, is none: the line has it beside them.
 */
export const METRICS = {
  /** Of a request, once its tenant is known. How many values there are is how many requests. */
  Latency: { by: 'tier', unit: 'Milliseconds' },
  /** 1 for an answer with an INTERNAL error, whatever its status; else 0. */
  Failures: { by: 'both', unit: 'Count' },
  /** 1 for an answer that said THROTTLED or QUOTA_EXCEEDED; else 0. */
  Refused: { by: 'tier', unit: 'Count' },
  /** Points, as the limits count them. */
  Cost: { by: 'tier', unit: 'Count' },
  /** Capacity units of the data table. */
  ReadUnits: { by: 'tier', unit: 'Count' },
  WriteUnits: { by: 'tier', unit: 'Count' },
  /** The longest that a job which is due had nobody at it; 0 when none is due. */
  JobWait: { by: 'stage', unit: 'Seconds' },
  /** 1 for a run of the jobs that came through all tenants, 0 for one that ran out of time. */
  JobRounds: { by: 'stage', unit: 'Count' },
} as const satisfies Readonly<Record<string, { readonly by: By; readonly unit: string }>>;

type By = 'tier' | 'both' | 'stage';
export type MetricName = keyof typeof METRICS;
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

interface Told {
  /** Of the metrics in CloudWatch, such as `TenantQL/prod`. */
  readonly namespace: string;
  /** That of the tenant; absent where there is no tenant, and then only what is summed is told. */
  readonly tier: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * The members by which CloudWatch Logs takes metrics from a line, in the Embedded Metric Format. Dimensions and metrics are
 * names of other members of the line.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  values: MetricValues,
  { namespace, tier, at }: Told,
): Readonly<Record<string, unknown>> {
  const names = (Object.keys(METRICS) as MetricName[]).filter((name) => values[name] !== undefined);
  const directives = (['tier', 'both', 'stage'] as const).map((by) => ({
    Namespace: namespace,
    Dimensions: [...(by === 'stage' || tier === undefined ? [] : [['tier']]), ...(by === 'tier' ? [] : [[]])],
    Metrics: names
      .filter((name) => METRICS[name].by === by)
      .map((name) => ({ Name: name, Unit: METRICS[name].unit })),
  }));
  const told = directives.filter(({ Dimensions, Metrics }) => Dimensions.length > 0 && Metrics.length > 0);
  return told.length === 0 ? {} : { _aws: { Timestamp: at, CloudWatchMetrics: told }, ...values };
}
