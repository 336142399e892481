import type { Model, WebhookEvent } from '../../model/index.ts';

/** What has happened to a row, in the name of an event: `Task.created`. */
const HAPPENED: Readonly<Record<WebhookEvent, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
};

/** The event of a test: no endpoint asks for it, and each gets it. */
export const PING = 'ping';

/** Returns the name of an event: `Task.created`. */
export function eventName(type: string, event: WebhookEvent): string {
  return `${type}.${HAPPENED[event]}`;
}

/** Returns all events of a model, in the order of its types. */
export function eventNames({ models }: Model): readonly string[] {
  return Object.values(models).flatMap(({ name, webhook = [] }) =>
    webhook.map((event) => eventName(name, event)),
  );
}

/** Returns whether an endpoint with these events hears of one: `Task.created`, `Task.*` and `*` cover `Task.created`. */
export function hears(events: readonly string[], name: string): boolean {
  const [type = ''] = name.split('.');
  return events.includes(name) || events.includes(`${type}.*`) || events.includes('*');
}
