import type { GraphQLOutputType } from 'graphql';

import { Refusal } from '../../tenant/index.ts';
import type { CustomSubscription, ModelType } from '../../model/index.ts';

import type { Build, FieldConfig, FieldConfigs } from '../build.ts';
import type { SubscriptionEvent } from '../subscriptions/event.ts';
import { subscriptionFilter } from '../types/subscription-filter.ts';
import { customField } from './custom.ts';

const EVENTS = ['create', 'update', 'delete'] as const;

/**
 * Returns `onCreateTask(filter): Task`, and the same for updates and deletes. Each answers the row of an event. As resolvers
 * write rows too, only Amplify's exact API has none for a mutation that is switched off.
 */
export function eventFields(build: Build, type: ModelType): FieldConfigs {
  const events = EVENTS.filter((event) => !build.compat || type.operations[event] !== null);
  const names = events.flatMap((event) => type.subscriptions[event]);
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        type: build.types.named(type.name) as GraphQLOutputType,
        args: subscriptionFilter(build, type),
        resolve: answerOf,
      },
    ]),
  );
}

/** Returns a field of Subscription that the schema declares. It has no resolver: its mutations answer it. */
export function customEventField(build: Build, field: CustomSubscription): FieldConfig {
  return { ...customField(build, 'Subscription', field), resolve: answerOf };
}

/** Returns the row or the answer of an event. A request has no event: it can only ask for a subscription. */
function answerOf(event: unknown): unknown {
  if (typeof event !== 'object' || event === null)
    throw new Refusal('BAD_REQUEST', 'Open a socket for a subscription: a request is answered once.');
  const given = event as SubscriptionEvent;
  return given.is === 'row' ? given.event.row : given.announced.answer;
}
