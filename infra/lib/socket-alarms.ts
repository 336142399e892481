import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';

import type { Alarms } from './alarms.ts';
import type { CustomMetrics } from './custom-metrics.ts';
import { share } from './rates.ts';
import type { Watched } from './watched.ts';

/** Percent of the frames whose connection is gone. A client that closes its socket leaves no more than its last frames. */
const TOO_MANY_GONE = 20;
/** Frames of a period from which their share says something. A client that loses its network leaves one for each subscription. */
const MANY_FRAMES = 100;
/** Percent of connects and messages that the gateway cannot pass on. */
const TOO_MANY_FAIL = 1;

/** Adds alarms on sockets: on events that reach no client, and on messages that do not reach the function. */
export function watchSockets(
  alarms: Alarms,
  { sockets, period }: Pick<Watched, 'sockets' | 'period'>,
  own: CustomMetrics,
): void {
  const sum = (name: string): Metric => sockets.metric(name, { period, statistic: 'Sum' });
  alarms.add('frames-gone', {
    metric: new MathExpression({
      expression: `IF(FILL(posted, 0) >= ${MANY_FRAMES}, 100 * FILL(gone, 0) / FILL(posted, 0), 0)`,
      usingMetrics: {
        posted: own.ofStage('FramesPosted', 'Sum'),
        gone: own.ofStage('FramesGone', 'Sum'),
      },
      period,
    }),
    threshold: TOO_MANY_GONE,
    description: 'Many events are posted to connections that are gone.',
  });
  alarms.add('gateway-errors', {
    of: 'sockets',
    metric: share(sum('ExecutionError'), ['ConnectCount', 'MessageCount'].map(sum), period),
    threshold: TOO_MANY_FAIL,
    description: 'The WebSocket API does not reach its function.',
  });
}
