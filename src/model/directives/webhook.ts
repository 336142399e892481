import { Kind } from 'graphql';

import type { Directive, Site } from '../directive.ts';
import type { WebhookEvent } from '../model.ts';
import { onModel } from './on-model.ts';

const EVENTS: readonly WebhookEvent[] = ['create', 'update', 'delete'];

/** Lets the endpoints of webhooks hear of changes of a type's rows. */
export const webhook: Directive<{ readonly on: readonly string[] | undefined }> = {
  sdl: `
"""
Sends changes of rows to the endpoints that tenants register: "Task.created", "Task.updated" and "Task.deleted". An endpoint
hears of the rows that its creator may listen to, and of the fields that its creator may read.
"""
directive @webhook(on: [WebhookEvent!]! = [create, update, delete]) on OBJECT

enum WebhookEvent {
  create
  update
  delete
}`,

  read: (values) => ({ on: values.texts('on') }),

  onType: ({ on = EVENTS }, site) => {
    const model = onModel(site);
    if (!model) return;
    const events = EVENTS.filter((event) => on.includes(event));
    if (events.length > 0) {
      model.webhook = events;
      return;
    }
    // A change that does not exist was reported with the argument.
    if (!isWrittenEmpty(site)) return;
    site.schema.report('invalid-webhook', `${site.subject} names no change in "on".`, {
      at: site.node,
      hint: `Remove @webhook, or name at least one of ${EVENTS.join(', ')}.`,
    });
  },
};

function isWrittenEmpty({ node }: Site): boolean {
  const value = node.arguments?.find(({ name }) => name.value === 'on')?.value;
  return value?.kind === Kind.LIST && value.values.length === 0;
}
