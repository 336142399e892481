import { createHash } from 'node:crypto';

import type { ArgumentValues } from '../directive-use.ts';
import type { Site } from '../directive.ts';
import type { Subscriptions } from '../model.ts';
import { upperFirst } from '../names.ts';

type Event = 'create' | 'update' | 'delete';

/** The argument `subscriptions` of `@model`. Null switches the subscriptions off, or those of one event. */
export type WrittenSubscriptions = {
  readonly [Name in Event]?: readonly string[] | null | undefined;
} & { readonly replay?: string | undefined; readonly public?: boolean };

export function readSubscriptions(values: ArgumentValues): WrittenSubscriptions {
  const written = values.group('subscriptions');
  if (values.isNull('subscriptions') || written?.text('level') === 'off')
    return { create: null, update: null, delete: null, replay: written?.text('replay') };
  const names = (argument: string) => (written?.isNull(argument) ? null : written?.texts(argument));
  return {
    create: names('onCreate'),
    update: names('onUpdate'),
    delete: names('onDelete'),
    replay: written?.text('replay'),
    public: written?.text('level') === 'public',
  };
}

/** Returns the generated subscriptions of a type. Reports a `replay` that is no time between a minute and a day. */
export function subscriptionsOf(written: WrittenSubscriptions, site: Site): Subscriptions {
  const usual = usualSubscriptions(site.type.name);
  const names = (event: Event): readonly string[] =>
    written[event] === undefined ? usual[event] : (written[event] ?? []);
  const replay = written.replay === undefined ? null : readReplay(written.replay, site);
  const level = written.public ? { public: true as const } : {};
  return { create: names('create'), update: names('update'), delete: names('delete'), replay, ...level };
}

/** Returns the subscriptions of a type that names none: `onCreateTask`, `onUpdateTask` and `onDeleteTask`. */
export function usualSubscriptions(type: string): Subscriptions {
  const name = (event: Event): readonly string[] => [shortened(`on${upperFirst(event)}${upperFirst(type)}`)];
  return { create: name('create'), update: name('update'), delete: name('delete'), replay: null };
}

/** The longest name that AppSync allows for a subscription. Amplify cuts a longer one in this way. */
const LONGEST_NAME = 50;

function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('md5').update(name).digest('hex');
  return name.slice(0, LONGEST_NAME - 5) + hash.slice(0, 5);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const SHORTEST = 60;
const LONGEST = 24 * 3600;

function readReplay(text: string, { schema, subject, node }: Site): number | null {
  const [, amount = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit] ?? 0);
  if (seconds >= SHORTEST && seconds <= LONGEST) return seconds;
  schema.report(
    'invalid-subscription',
    `${subject} has "replay: ${text}", which is no time that events are kept.`,
    {
      at: node,
      hint: 'Write a time between "1m" and "24h", such as "30m" or "1h".',
    },
  );
  return null;
}
