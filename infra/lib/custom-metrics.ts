import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

import type { METRICS, MetricName } from '../../src/server/metrics.ts';
import type { Stage } from './stage.ts';

/** Returns the namespace of a stage's metrics: `TenantQL/prod`. The environment passes it to the functions. */
export function namespaceOf({ name }: Pick<Stage, 'name'>): string {
  return `TenantQL/${name}`;
}

type Counted<By> = {
  [Name in MetricName]: (typeof METRICS)[Name]['by'] extends By ? Name : never;
}[MetricName];

/** The metrics that the functions count themselves, for the stage or by tier. */
export class CustomMetrics {
  readonly #namespace: string;
  readonly #tiers: readonly string[];
  readonly #period: Duration;

  /** @param tiers the names of the plans, by which tenants are grouped */
  constructor(stage: Stage, tiers: readonly string[], period: Duration) {
    this.#namespace = namespaceOf(stage);
    this.#tiers = tiers;
    this.#period = period;
  }

  /** Returns a metric of the whole stage. */
  ofStage(metricName: Counted<'stage' | 'both'>, statistic: string, period = this.#period): Metric {
    return new Metric({ namespace: this.#namespace, metricName, statistic, period });
  }

  /** Returns a metric for each tier. */
  byTier(metricName: Counted<'tier' | 'both'>, statistic: string): Metric[] {
    return this.#tiers.map(
      (tier) =>
        new Metric({
          namespace: this.#namespace,
          metricName,
          statistic,
          period: this.#period,
          dimensionsMap: { tier },
          label: tier,
        }),
    );
  }
}
