import {
  hasOwnerParts,
  type Json,
  type ModelType,
  type OwnerField,
  ownerParts,
  ownerValue,
} from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import { findPerson, isUserId, type Members } from '../auth/find-person.ts';
import { storedIn } from '../auth/owner.ts';

/**
 * Returns the owner fields of a stored row that are in an earlier form, as they must be stored.
 * A bare name becomes that of the member who has it. If no member has it, it stays as text that belongs to no user, and
 * no later member of the name inherits it.
 */
export async function settleOwners(type: ModelType, row: Row, members: Members): Promise<Row> {
  const settled: Record<string, Json> = {};
  for (const { name, owner } of Object.values(type.fields)) {
    const value = row[name] ?? null;
    if (!owner || owner.form === 'claims' || value === null) continue;
    const next = Array.isArray(value)
      ? await Promise.all((value as readonly Json[]).map((one) => settle(owner, one, members)))
      : await settle(owner, value, members);
    if (JSON.stringify(next) !== JSON.stringify(value)) settled[name] = next;
  }
  return settled;
}

async function settle({ form, linked }: OwnerField, value: Json, members: Members): Promise<Json> {
  if (typeof value !== 'string') return value;
  const { userId } = ownerParts(value);
  const known = hasOwnerParts(value) && (userId === '' || isUserId(userId));
  if (form === 'sub') return known && userId !== '' ? userId : value;
  if (known) return value;
  const person = await findPerson(form, value, members);
  if (person) return storedIn(form, person);
  // A user id is compared as it is, also without a name.
  return linked || isUserId(value) ? value : ownerValue({ userId: '', name: value });
}
