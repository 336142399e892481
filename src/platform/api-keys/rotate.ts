import { Refusal } from '../../tenant/index.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { change } from '../change.ts';

import { addKey } from './add-key.ts';
import { HOUR, isImpersonation, isoTime, noKey, requireBetween, requireKey, statusOf } from './api-key.ts';

const MAX_OVERLAP = 168;

/** Resolves `rotateApiKey`: creates a replacement for a key. The old key keeps working for some hours. */
export const rotateApiKey: NonNullable<MutationResolvers['rotateApiKey']> = async (
  _root,
  { id, overlapHours },
  context,
) => {
  const overlap = requireBetween('overlapHours', overlapHours, 0, MAX_OVERLAP);
  return change(context, async (transaction) => {
    const old = await requireKey(transaction, context, id);
    // An impersonation key belongs to the operator, so the tenant cannot rotate it.
    if (isImpersonation(old)) throw noKey(id);
    const now = context.platform.now();
    if (old.replacedBy !== null)
      throw new Refusal(
        'CONDITION_FAILED',
        `The API key "${id}" was rotated already: "${old.replacedBy}" takes its place.`,
      );
    if (statusOf(old, now) !== 'ACTIVE')
      throw new Refusal('CONDITION_FAILED', `The API key "${id}" has ended: create a new one.`);
    const { name, roles, scopes } = old;
    const life = Date.parse(old.expiresAt) - Date.parse(old.createdAt);
    const made = await addKey(transaction, context, { name, roles, scopes, life });
    const end = Math.min(Date.parse(old.expiresAt), now + overlap * HOUR);
    transaction.put('apiKey', { ...old, expiresAt: isoTime(end), replacedBy: made.apiKey.id });
    transaction.record({
      action: 'apiKey.rotated',
      entity: { type: 'TenantApiKey', id },
      detail: { name, replacedBy: made.apiKey.id, endsAt: isoTime(end), expiresAt: made.apiKey.expiresAt },
    });
    return made;
  });
};
