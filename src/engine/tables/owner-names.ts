import { Refusal, type Caller } from '../../tenant/index.ts';
import {
  hasOwnerParts,
  type Index,
  type Json,
  keyFields,
  type ModelType,
  type OwnerField,
  ownerValue,
} from '../../model/index.ts';
import type { Filter, Range, Row } from '../../store/port/index.ts';

import { findPerson, isUserId, type Members } from '../auth/find-person.ts';
import { personOf, storedIn, type Person } from '../auth/owner.ts';

/** The names of owners that a client or a resolver gives, turned into what rows store. */
export interface OwnerNames {
  /**
   * Turns the owners of values that are to be written.
   * @throws {Refusal} VALIDATION_FAILED for a name of no member
   */
  write(values: Row): Promise<Row>;
  /** Turns the owners of a key. A name of no member finds only rows that show the same name and have no user. */
  find(key: Row): Promise<Row>;
  /** Turns the owners in the key of a page. An order of names becomes a filter, because a key is in order of user ids. */
  search<Request extends Place>(request: Request): Promise<Request & { readonly names: Filter | null }>;
}

/** Where a page is searched. */
interface Place {
  readonly index: Index | null;
  readonly where: readonly Json[];
  readonly range: Range | null;
}

/**
 * Opens the names of a type's owners. The caller's own names cost no call.
 * @param options.trusted true for trusted code, which may also copy owners as rows store them
 */
export function openOwnerNames(
  type: ModelType,
  members: Members,
  { caller, trusted }: { readonly caller: Caller; readonly trusted: boolean },
): OwnerNames {
  const own = caller.actor.type === 'system' ? null : personOf(caller);

  /** Returns what a field stores of the person with a name, an address or a user id, or null if there is none. */
  const resolve = async ({ form }: OwnerField, given: string): Promise<string | null> => {
    const isOwn = own && (isNameOf(own, given) || given === own.userId || given === storedIn(form, own));
    if (isOwn) return storedIn(form, own);
    const found = await findPerson(form, given, members);
    return found ? storedIn(form, found) : null;
  };

  const writeOne = async (field: string, owner: OwnerField, given: Json): Promise<Json> => {
    if (typeof given !== 'string' || owner.form === 'claims') return given;
    const copied = trusted && (hasOwnerParts(given) || isUserId(given));
    const stored = copied ? given : await resolve(owner, given);
    if (stored !== null || owner.linked) return stored ?? given;
    const message = `Field ${field} of type ${type.name} names "${given}", who is no member of this tenant.`;
    throw new Refusal('VALIDATION_FAILED', message, {
      fields: [{ path: ['input', field], rule: 'member', message }],
    });
  };

  const findOne = async (field: string, given: Json): Promise<Json> => {
    const owner = type.fields[field]?.owner;
    if (!owner || typeof given !== 'string' || owner.form === 'claims') return given;
    const isStored = owner.form === 'sub' || hasOwnerParts(given);
    if (isStored && !(own && isNameOf(own, given))) return given;
    const nobody = owner.linked ? given : ownerValue({ userId: '', name: given });
    return (await resolve(owner, given)) ?? nobody;
  };

  return {
    write: (values) =>
      eachOwner(type, values, (field, owner, given) =>
        Array.isArray(given)
          ? Promise.all((given as readonly Json[]).map((one) => writeOne(field, owner, one)))
          : writeOne(field, owner, given),
      ),

    find: (key) => eachOwner(type, key, (field, _owner, given) => findOne(field, given)),

    async search(request) {
      const { index, where, range } = request;
      const fields = keyFields(index ?? type.key);
      const parts = (values: readonly Json[], from: number): Promise<readonly Json[]> =>
        Promise.all(values.map((value, place) => findOne(fields[from + place] ?? '', value)));
      const found = { ...request, where: await parts(where, 0), names: null };
      if (!range) return found;
      const ordered = orderedByName(type, fields.slice(where.length), range);
      if (ordered) {
        const before = await parts(ordered.before, where.length);
        return { ...found, where: [...found.where, ...before], range: null, names: ordered.names };
      }
      const { op } = range;
      if (op === 'between') {
        const [from, to] = [await parts(range.from, where.length), await parts(range.to, where.length)];
        return { ...found, range: { op, from, to } };
      }
      return { ...found, range: { op, value: await parts(range.value, where.length) } };
    },
  };
}

/**
 * Returns the order of names that a range demands, as a filter, with the values of the fields before it. Returns null if
 * the range compares no name in order.
 * @throws {Refusal} INVALID_ARGUMENTS if fields before the name are compared in order too
 */
function orderedByName(
  type: ModelType,
  fields: readonly string[],
  range: Range,
): { readonly before: readonly Json[]; readonly names: Filter } | null {
  if (range.op === 'eq') return null;
  const values = range.op === 'between' ? range.from : range.value;
  const field = fields[values.length - 1] ?? '';
  const form = type.fields[field]?.owner?.form;
  if (!form || form === 'sub' || form === 'claims') return null;
  const before = values.slice(0, -1);
  const last = values.at(-1) ?? null;
  if (range.op === 'beginsWith') return { before, names: { field, op: range.op, value: last, shown: true } };
  if (before.length > 0)
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument cannot compare "${field}" in order after other fields.`,
    );
  const value = range.op === 'between' ? [last, range.to.at(-1) ?? null] : last;
  return { before, names: { field, op: range.op, value, shown: true } };
}

function isNameOf({ username, email }: Person, given: string): boolean {
  return given === username || (email !== null && given.toLowerCase() === email);
}

async function eachOwner(
  type: ModelType,
  values: Row,
  turn: (field: string, owner: OwnerField, given: Json) => Promise<Json>,
): Promise<Row> {
  const given = Object.entries(values).flatMap(([field, value]) => {
    const owner = Object.hasOwn(type.fields, field) ? type.fields[field]?.owner : undefined;
    return owner && value !== null ? [{ field, owner, value }] : [];
  });
  if (given.length === 0) return values;
  const turned = given.map(
    async ({ field, owner, value }) => [field, await turn(field, owner, value)] as const,
  );
  return { ...values, ...Object.fromEntries(await Promise.all(turned)) };
}
