import type { GraphQLOutputType } from 'graphql';

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

/** Returns the row or the answer of an event, which is the root value of the execution. */
function answerOf(root: unknown): unknown {
  const event = root as SubscriptionEvent;
  return event.is === 'row' ? event.event.row : event.announced.answer;
}
