import { execute, type GraphQLSchema } from 'graphql';

import { Refusal, type Scope } from '../../tenant/index.ts';
import type { Announced } from '../../store/index.ts';
import { wants } from '../../engine/index.ts';
import {
  contextOf,
  shownRefusal,
  shownResult,
  type ScopeOptions,
  type ScopeRequest,
} from '../../server/index.ts';
import { sealPosition } from './cursor.ts';
import type { LiveEvent } from './live-event.ts';
import { payloadOf, type EventExtensions, type Payload } from './payload.ts';
import type { ReadOperation } from './read-operation.ts';

export interface AnswerParts extends ScopeOptions {
  /** The executable schema of the API. */
  readonly schema: GraphQLSchema;
}

/** The time for what an answer reads. */
export type Until = Pick<ScopeRequest, 'until' | 'deadline'>;

/**
 * Answers an event to an operation in a scope. Its related rows are read now, in a context of their own: what an earlier
 * event has read is older than this one. Returns null if the caller does not get the event.
 */
export async function answer(
  parts: AnswerParts,
  { document, operationName, variables, plan }: Omit<ReadOperation, 'key'>,
  scope: Scope,
  { event, ...live }: LiveEvent,
  until: Until,
): Promise<Payload | null> {
  const { schema, platform } = parts;
  const { eventId } = live;
  if (!wants(platform.model, plan, event, { scope })) return null;
  const extensions: EventExtensions =
    plan.replay === null
      ? { eventId }
      : { eventId, cursor: sealPosition(platform.cursors, scope, live.position) };
  if (event.is === 'announced' && event.announced.tooLarge) {
    const [node] = plan.selected.fieldNodes;
    // The Amplify library drops an event without data, with its errors.
    const data = { [node?.alias?.value ?? plan.field]: null };
    return payloadOf({ data, errors: [shownRefusal(notKept(event.announced), eventId)] }, extensions);
  }
  const request = { ...until, requestId: eventId, ip: null, idempotencyKeys: [] };
  const contextValue = contextOf(parts, scope, request);
  const result = await execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: event,
    contextValue,
  });
  const shown = shownResult(result, contextValue);
  contextValue.work.endAnswered();
  return payloadOf(shown, extensions);
}

function notKept({ mutation }: Announced): Refusal {
  return new Refusal(
    'PAYLOAD_TOO_LARGE',
    `An answer of "${mutation}" was too large to be kept for its subscribers: read it with a query.`,
  );
}
