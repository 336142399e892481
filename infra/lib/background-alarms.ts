import { Duration } from 'aws-cdk-lib';

import type { Alarms } from './alarms.ts';
import type { CustomMetrics } from './custom-metrics.ts';
import type { Watched } from './watched.ts';

/** Adds alarms on background work: on streams and queues that are behind, and on what was given up. */
export function watchBackground(
  alarms: Alarms,
  { functions, queues, period }: Pick<Watched, 'functions' | 'queues' | 'period'>,
  own: CustomMetrics,
): void {
  alarms.add('changes-late', {
    metric: functions.changes.current.metric('IteratorAge', { period, statistic: 'Maximum' }),
    threshold: Duration.minutes(1).toMilliseconds(),
    description: 'The streams of the tables are read late, so subscribers get events late.',
  });
  alarms.add('changes-unread', {
    metric: own.ofStage('ChangesUnread', 'Sum'),
    threshold: 1,
    description: 'A record of a stream cannot be read.',
  });
  alarms.add('work-late', {
    metric: queues.work.metricApproximateAgeOfOldestMessage({ period }),
    threshold: Duration.hours(1).toSeconds(),
    description: 'Work has waited for an hour.',
  });
  alarms.add('webhooks-late', {
    metric: queues.webhooks.metricApproximateAgeOfOldestMessage({ period }),
    threshold: Duration.hours(1).toSeconds(),
    description: 'Webhooks of a tenant have waited for an hour.',
  });
  alarms.add('mails-failed', {
    metric: own.ofStage('MailErrors', 'Sum', Duration.minutes(30)),
    threshold: 3,
    description: 'Amazon SES does not take mails of the stage.',
  });
  alarms.add('files-late', {
    metric: queues.files.metricApproximateAgeOfOldestMessage({ period }),
    threshold: Duration.hours(1).toSeconds(),
    description: 'What happened to a file has waited for an hour.',
  });
  alarms.add('jobs-late', {
    metric: own.ofStage('JobWait', 'Maximum', Duration.minutes(30)),
    threshold: Duration.minutes(30).toSeconds(),
    description: 'A job has been due for half an hour, or nothing looks for due work.',
    missing: true,
  });
  alarms.add('tenants-failed', {
    metric: own.ofStage('TenantsFailed', 'Sum', Duration.minutes(30)),
    threshold: 10,
    description: 'The background work or the events of tenants fail again and again.',
  });
  const dead = {
    work: queues.deadWork,
    webhooks: queues.deadWebhooks,
    changes: queues.deadChanges,
    files: queues.deadFiles,
  };
  for (const [of, queue] of Object.entries(dead))
    alarms.add('dead-letters', {
      of,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      threshold: 1,
      description: 'Work, webhooks, changes or events of files were given up.',
    });
}
