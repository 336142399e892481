/**
 * The metrics in CloudWatch, and whether each has a value per tier, one per stage, or both. CloudWatch bills
 * each value of a dimension. So the tenant is no dimension; the line names it in another member.
 */
export const METRICS = {
  /** Duration of a request whose tenant is known. The number of samples is the number of requests. */
  Latency: { by: 'tier', unit: 'Milliseconds' },
  /** 1 for an answer with an INTERNAL error, whatever its status; else 0. */
  Failures: { by: 'both', unit: 'Count' },
  /** 1 for an answer with THROTTLED or QUOTA_EXCEEDED; else 0. */
  Refused: { by: 'tier', unit: 'Count' },
  /** Points of cost, as the limits count them. */
  Cost: { by: 'tier', unit: 'Count' },
  /** Capacity units of the data table. */
  ReadUnits: { by: 'tier', unit: 'Count' },
  WriteUnits: { by: 'tier', unit: 'Count' },
  /** Longest time that a due job has waited for a run; 0 if none is due. */
  JobWait: { by: 'stage', unit: 'Seconds' },
  /** 1 for a message whose work failed. The log names its tenant. */
  TenantsFailed: { by: 'stage', unit: 'Count' },
  /** 1 whenever the limits of a tenant go off for some seconds, because the control table does not answer. */
  LimitsOff: { by: 'stage', unit: 'Count' },
  /** 1 for a record of a table's stream that cannot be read, and is left out. */
  ChangesUnread: { by: 'stage', unit: 'Count' },
  /** 1 for a run that brought the usage of all tenants up to date. */
  UsageRounds: { by: 'stage', unit: 'Count' },
  /** Log lines of requests from which no usage could be counted. */
  UsageLost: { by: 'stage', unit: 'Count' },
  /** 1 for a mail that the service did not take. It is tried again. */
  MailErrors: { by: 'stage', unit: 'Count' },
  /** Frames that a batch of changes posted to the connections of subscribers. */
  FramesPosted: { by: 'stage', unit: 'Count' },
  /** Those of them whose connection was gone. */
  FramesGone: { by: 'stage', unit: 'Count' },
} as const satisfies Readonly<Record<string, { readonly by: By; readonly unit: string }>>;

type By = 'tier' | 'both' | 'stage';
export type MetricName = keyof typeof METRICS;
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

interface Told {
  /** Namespace of the metrics in CloudWatch: `TenantQL/prod`. */
  readonly namespace: string;
  /** The tenant's tier. Undefined without a tenant; then only metrics per stage are recorded. */
  readonly tier: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Returns the members that let CloudWatch Logs extract metrics from a line, in the Embedded Metric Format.
 * Dimensions and metrics are names of other members of the line.
 * @see
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  values: MetricValues,
  { namespace, tier, at }: Told,
): Readonly<Record<string, unknown>> {
  const named = directivesOf(values, tier !== undefined);
  if (named.length === 0) return {};
  const CloudWatchMetrics = named.map((directive) => ({ Namespace: namespace, ...directive }));
  return { _aws: { Timestamp: at, CloudWatchMetrics }, ...values };
}

interface Directive {
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}
/** The directives by the names of a line's metrics. There are few such lists, and each request writes a line. */
const known = new Map<string, readonly Directive[]>();

function directivesOf(values: MetricValues, hasTier: boolean): readonly Directive[] {
  const names = (Object.keys(METRICS) as MetricName[]).filter((name) => values[name] !== undefined);
  const key = `${hasTier} ${names.join(' ')}`;
  const found = known.get(key) ?? newDirectives(names, hasTier);
  known.set(key, found);
  return found;
}

function newDirectives(names: readonly MetricName[], hasTier: boolean): readonly Directive[] {
  return (['tier', 'both', 'stage'] as const)
    .map((by) => ({
      Dimensions: [...(by === 'stage' || !hasTier ? [] : [['tier']]), ...(by === 'tier' ? [] : [[]])],
      Metrics: names
        .filter((name) => METRICS[name].by === by)
        .map((name) => ({ Name: name, Unit: METRICS[name].unit })),
    }))
    .filter(({ Dimensions, Metrics }) => Dimensions.length > 0 && Metrics.length > 0);
}
