import type { FormattedExecutionResult } from 'graphql';

import { Refusal } from '../../tenant/index.ts';
import { asAppSync, shownRefusal } from '../../server/index.ts';
import { nextFrame, type Protocol } from '../protocol/index.ts';

/** What identifies an event for its clients. */
export interface EventExtensions {
  readonly eventId: string;
  /** The sealed place of the event. Only events that are kept have one. */
  readonly cursor?: string;
}

/** The answer to an event, which many subscriptions share. */
export interface Payload {
  /** Returns the frame for one of them. An answer that fits in no message becomes an error, and the subscription lives on. */
  frame(protocol: Protocol, id: string): string;
}

/** Maximum bytes of a frame: that of API Gateway's messages (API Gateway quotas, "Payload size"). */
const MAX_BYTES = 128 * 1024;

export function payloadOf(result: FormattedExecutionResult, extensions: EventExtensions): Payload {
  const texts = new Map<Protocol, { readonly json: string; readonly bytes: number }>();
  const textFor = (protocol: Protocol): { readonly json: string; readonly bytes: number } => {
    const known = texts.get(protocol);
    if (known) return known;
    const json = JSON.stringify({ ...inFormOf(protocol, result), extensions });
    const text = { json, bytes: Buffer.byteLength(json) };
    texts.set(protocol, text);
    return text;
  };
  return {
    frame(protocol, id) {
      const { json, bytes } = textFor(protocol);
      if (bytes + Buffer.byteLength(nextFrame(protocol, id, '')) <= MAX_BYTES)
        return nextFrame(protocol, id, json);
      const large = {
        data: emptied(result.data),
        errors: [shownRefusal(tooLarge(), extensions.eventId)],
      };
      return nextFrame(protocol, id, JSON.stringify({ ...inFormOf(protocol, large), extensions }));
    },
  };
}

/**
 * Returns data whose fields are all null. The Amplify library drops an event without data, with its errors, and its models
 * read the name of the field.
 */
function emptied(data: Readonly<Record<string, unknown>> | null = null): Record<string, null> | null {
  return data && Object.fromEntries(Object.keys(data).map((name) => [name, null]));
}

/** Returns a result with its errors in the form of a protocol's clients. */
function inFormOf(protocol: Protocol, result: FormattedExecutionResult): FormattedExecutionResult {
  const { errors } = result;
  return errors && protocol === 'graphql-ws' ? { ...result, errors: errors.map(asAppSync) } : result;
}

function tooLarge(): Refusal {
  return new Refusal(
    'PAYLOAD_TOO_LARGE',
    `The event is larger than ${MAX_BYTES} bytes: subscribe to fewer fields, and read the others with a query.`,
  );
}
