import { didYouMean, type Model } from '../../model/index.ts';
import { Refusal } from '../../tenant/index.ts';
import { nameArgument, textArgument } from '../arguments.ts';
import type { PlatformParts } from '../context.ts';
import { eventNames } from './event-names.ts';

const MAX_URL = 2000;
const MAX_DESCRIPTION = 300;
const MAX_EVENTS = 100;

/**
 * Returns the URL of an endpoint.
 * @throws {Refusal} INVALID_ARGUMENTS if the URL is not one that is called
 */
export async function urlArgument({ outbound }: PlatformParts, url: string): Promise<string> {
  const text = textArgument('url', url, MAX_URL);
  const reason = await outbound.refuses(text);
  if (reason !== null)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "url" names no server that is called: ${reason}`);
  return text;
}

/** Returns the description of an endpoint, which may be empty. @throws {Refusal} INVALID_ARGUMENTS */
export function descriptionArgument(description: string): string {
  return description.trim() === '' ? '' : nameArgument('description', description, MAX_DESCRIPTION);
}

/**
 * Returns the events of an endpoint without duplicates.
 * @throws {Refusal} INVALID_ARGUMENTS if there are none or too many, or if one is no event of the model
 */
export function eventsArgument(model: Model, events: readonly string[]): readonly string[] {
  if (events.length < 1 || events.length > MAX_EVENTS)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "events" must hold 1 to ${MAX_EVENTS} events.`);
  const names = eventNames(model);
  const groups = names.map((name) => `${name.split('.')[0] ?? ''}.*`);
  const known = new Set(['*', ...groups, ...names]);
  for (const event of events)
    if (!known.has(event)) {
      const hint = didYouMean(event, [...known]) ?? 'The query "webhookEvents" lists all.';
      throw new Refusal('INVALID_ARGUMENTS', `There is no event "${event}". ${hint}`);
    }
  return [...new Set(events)];
}
