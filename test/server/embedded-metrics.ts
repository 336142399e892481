/** A line of the log as CloudWatch reads it. */
export type Line = Readonly<Record<string, unknown>>;

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
}

const UNITS = ['Seconds', 'Milliseconds', 'Bytes', 'Count', 'None'];
const TWO_WEEKS = 14 * 24 * 3_600_000;

/**
 * Returns what breaks the rules of the Embedded Metric Format in a line: CloudWatch would drop the line in silence
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 * Also returns each dimension that CloudWatch would bill for each tenant.
 */
export function faultsOf(text: string): string[] {
  if (Buffer.byteLength(text) > 256 * 1024) return ['more than 256 kB'];
  const line = JSON.parse(text) as Line;
  const { Timestamp, CloudWatchMetrics, ...others } = line['_aws'] as Line;
  const at = Timestamp as number;
  const directives = CloudWatchMetrics as readonly Directive[];
  const fault = (is: boolean, what: string): string[] => (is ? [what] : []);
  return [
    ...Object.keys(others).map((name) => `_aws.${name} is no member of the format`),
    ...fault(!Number.isInteger(at) || Math.abs(at - Date.now()) > TWO_WEEKS, 'the time'),
    ...fault(directives.length === 0, 'nothing is counted'),
    ...directives.flatMap(({ Namespace, Dimensions, Metrics, ...more }) => [
      ...Object.keys(more).map((name) => `${name} is no member of a directive`),
      ...fault(!/^[^:].{0,254}$/.test(Namespace), `the namespace ${Namespace}`),
      ...fault(Metrics.length === 0 || Metrics.length > 100, `${Metrics.length} metrics`),
      ...fault(Dimensions.length === 0, 'no set of dimensions'),
      ...Dimensions.flatMap((set) => [
        ...fault(set.length > 30, `${set.length} dimensions`),
        ...set.flatMap((name) => [
          ...fault(typeof line[name] !== 'string' || line[name] === '', `the dimension ${name} is no text`),
          ...fault(String(line[name]).length > 1024, `the dimension ${name} is too long`),
          ...fault(/tenant|user|request|operation/i.test(name), `${name} has no end of values`),
        ]),
      ]),
      ...Metrics.flatMap(({ Name, Unit, ...rest }) => [
        ...Object.keys(rest).map((name) => `${name} is no member of a metric`),
        ...fault(!Number.isFinite(line[Name]), `${Name} is no number`),
        ...fault(Unit !== undefined && !UNITS.includes(Unit), `the unit ${String(Unit)}`),
      ]),
    ]),
  ];
}

/** Returns the metrics in the lines. Each is a name with the values of its dimensions, as CloudWatch bills it. */
export function metricsOf(lines: readonly Line[]): string[] {
  const found = lines.flatMap((line) =>
    (line['_aws'] as { CloudWatchMetrics: readonly Directive[] }).CloudWatchMetrics.flatMap(
      ({ Dimensions, Metrics }) =>
        Metrics.flatMap(({ Name }) =>
          Dimensions.map((set) => [Name, ...set.map((name) => String(line[name]))].join(' ')),
        ),
    ),
  );
  return [...new Set(found)].sort();
}
