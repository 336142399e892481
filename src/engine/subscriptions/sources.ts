import type { CustomSubscription, Model, ModelType } from '../../model/index.ts';
import type { RowEvent } from '../../store/port/index.ts';

import type { SubscriptionEvent } from './event.ts';

/** Events that a field of Subscription answers: changes of rows of one kind, or the answers of a mutation. */
export type Source =
  | { readonly is: 'rows'; readonly type: ModelType; readonly event: RowEvent['is'] }
  | { readonly is: 'mutation'; readonly name: string };

/** A field of Subscription: where its events come from, and the field of the schema if it is not generated. */
export interface SubscriptionField {
  readonly sources: readonly Source[];
  readonly custom: CustomSubscription | null;
}

const EVENTS = ['create', 'update', 'delete'] as const;

/** Returns a field of Subscription, or null if the model has none of that name. */
export function subscriptionField(model: Model, name: string): SubscriptionField | null {
  const custom = Object.hasOwn(model.subscriptions, name) ? model.subscriptions[name] : undefined;
  if (custom) return { sources: custom.mutations.map((mutation) => sourceOf(model, mutation)), custom };
  const sources = rowSources(model, (type, event) => type.subscriptions[event].includes(name));
  return sources.length > 0 ? { sources, custom: null } : null;
}

/** Returns whether an event is of a source. */
export function isOf(source: Source, event: SubscriptionEvent): boolean {
  return source.is === 'rows'
    ? event.is === 'row' && event.type === source.type.name && event.event.is === source.event
    : event.is === 'announced' && event.announced.mutation === source.name;
}

/** Returns under which name subscriptions with this source are found: `Task`, or `Mutation.closeProject`. */
export function topicOf(source: Source): string {
  return source.is === 'rows' ? source.type.name : `Mutation.${source.name}`;
}

/** Returns the topics of all subscriptions that a model has. */
export function topicsOf(model: Model): ReadonlySet<string> {
  const types = Object.values(model.models).filter(({ subscriptions }) =>
    EVENTS.some((event) => subscriptions[event].length > 0),
  );
  const declared = Object.values(model.subscriptions).flatMap(({ mutations }) => mutations);
  const sources = declared.map((mutation) => topicOf(sourceOf(model, mutation)));
  return new Set([...types.map(({ name }) => name), ...sources]);
}

/** Returns the topics whose changes a reader of the streams needs: those of all subscriptions, and the types with `@webhook`. */
export function heardTopics(model: Model): ReadonlySet<string> {
  const sent = Object.values(model.models).filter(({ webhook }) => webhook !== undefined);
  return new Set([...topicsOf(model), ...sent.map(({ name }) => name)]);
}

/** A generated mutation is seen by the change of its row, whatever else changes such a row. */
function sourceOf(model: Model, mutation: string): Source {
  const [rows] = rowSources(model, (type, event) => type.operations[event] === mutation);
  return rows ?? { is: 'mutation', name: mutation };
}

function rowSources(
  { models }: Model,
  isWanted: (type: ModelType, event: RowEvent['is']) => boolean,
): readonly Source[] {
  return Object.values(models).flatMap((type) =>
    EVENTS.filter((event) => isWanted(type, event)).map((event) => ({ is: 'rows', type, event }) as const),
  );
}
