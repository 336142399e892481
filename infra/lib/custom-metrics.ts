import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

import type { METRICS, MetricName } from '../../src/server/metrics.ts';
import type { Stage } from './stage.ts';

/** What the functions of a stage count under: they are told it by their environment. */
export function namespaceOf({ name }: Pick<Stage, 'name'>): string {
  return `TenantQL/${name}`;
}

type Counted<By> = {
  [Name in MetricName]: (typeof METRICS)[Name]['by'] extends By ? Name : never;
}[MetricName];

/** What the functions count themselves, each as it is counted: for the stage, or by tier. */
export class CustomMetrics {
  readonly #namespace: string;
  readonly #tiers: readonly string[];
  readonly #period: Duration;

  /** @param tiers the names of the plans, by which tenants are told apart */
  constructor(stage: Stage, tiers: readonly string[], period: Duration) {
    this.#namespace = namespaceOf(stage);
    this.#tiers = tiers;
    this.#period = period;
  }

  /** One for the whole stage. */
  ofStage(metricName: Counted<'stage' | 'both'>, statistic: string, period = this.#period): Metric {
    return new Metric({ namespace: this.#namespace, metricName, statistic, period });
  }

  /** One for each tier. */
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
