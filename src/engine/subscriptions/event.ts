import type { Announced, RowEvent } from '../../store/port/index.ts';

/** What a subscription answers: a change of a row, or the answer of a mutation. It is the root value of the execution. */
export type SubscriptionEvent =
  | { readonly is: 'row'; readonly type: string; readonly event: RowEvent }
  | { readonly is: 'announced'; readonly announced: Announced };
