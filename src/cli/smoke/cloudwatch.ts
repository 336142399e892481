import { askAws } from '../aws-cli.ts';
import { UsageError } from '../../app/index.ts';
import type { MetricName } from '../../server/index.ts';
import { waitFor, type Patience } from './wait.ts';

/** Where the metrics and the alarm of a stage are. */
export interface CloudWatch {
  readonly region: string;
  /** `TenantQL/prod` */
  readonly namespace: string;
  /** The name of the alarm that rings only for this command. */
  readonly alarm: string;
}

/** The metric of every request of a tenant, by tier. */
const METRIC: MetricName = 'Latency';

interface History {
  readonly HistoryItemType?: string;
  readonly HistorySummary?: string;
}

/**
 * Looks whether the alarm of the stage is there, which also proves the credentials.
 * @throws {AwsRefusal} if AWS refuses it
 * @throws {UsageError} if the region has no such alarm
 */
export async function requireAlarm({ region, alarm }: CloudWatch): Promise<void> {
  const { MetricAlarms } = await askAws(region, ['cloudwatch', 'describe-alarms', '--alarm-names', alarm]);
  if (Array.isArray(MetricAlarms) && MetricAlarms.length > 0) return;
  throw new UsageError(
    `There is no alarm "${alarm}" in ${region}: these credentials are of another account, or the stage was destroyed.`,
  );
}

/** Waits until CloudWatch counts a request of a tier since a time. Returns the number of requests. */
export function waitForMetric(
  { region, namespace }: CloudWatch,
  { tier, since }: { readonly tier: string; readonly since: Date },
  patience: Patience,
): Promise<number> {
  return waitFor('metric', patience, async () => {
    const { Datapoints } = await askAws(region, [
      ...['cloudwatch', 'get-metric-statistics', '--namespace', namespace, '--metric-name', METRIC],
      ...['--dimensions', `Name=tier,Value=${tier}`, '--period', '60', '--statistics', 'SampleCount'],
      // A point has the time of its whole minute.
      ...['--start-time', new Date(since.getTime() - 60_000).toISOString()],
      ...['--end-time', new Date(Date.now() + 60_000).toISOString()],
    ]);
    const points = (Datapoints ?? []) as readonly { readonly SampleCount?: number }[];
    const requests = points.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0);
    return requests > 0 ? requests : null;
  });
}

/**
 * Lets the alarm ring, and waits until CloudWatch has published it to its topic. Returns what the history says.
 * @throws {UsageError} if the topic did not take it
 */
export async function ringAlarm(
  { region, alarm }: CloudWatch,
  since: Date,
  patience: Patience,
): Promise<string> {
  await setAlarm({ region, alarm }, 'ALARM', 'npm run smoke tests whether alarms arrive. Nothing is wrong.');
  const summary = await waitFor('alarm', patience, async () => {
    const { AlarmHistoryItems } = await askAws(region, [
      ...['cloudwatch', 'describe-alarm-history', '--alarm-name', alarm, '--history-item-type', 'Action'],
      ...['--start-date', since.toISOString(), '--max-items', '10'],
    ]);
    const [latest] = (AlarmHistoryItems ?? []) as readonly History[];
    return latest?.HistorySummary ?? null;
  });
  if (summary.startsWith('Success')) return summary;
  throw new UsageError(`CloudWatch could not publish the alarm: ${summary}`);
}

/** Ends the ringing. */
export function silenceAlarm(cloudWatch: Pick<CloudWatch, 'region' | 'alarm'>): Promise<void> {
  return setAlarm(cloudWatch, 'OK', 'npm run smoke has ended.');
}

async function setAlarm(
  { region, alarm }: Pick<CloudWatch, 'region' | 'alarm'>,
  state: 'ALARM' | 'OK',
  reason: string,
): Promise<void> {
  const set = ['cloudwatch', 'set-alarm-state', '--alarm-name', alarm];
  await askAws(region, [...set, '--state-value', state, '--state-reason', reason]);
}
