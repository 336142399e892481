import { isDeepStrictEqual } from 'node:util';

import { isInRow, type Json, keyFields, type ModelType, shownOwner } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row, RowWrite, AuditEventAccess } from '../../port/access.ts';
import { newId } from '../../port/new-id.ts';
import type { Origin } from '../../port/audit-event.ts';

/** The text that replaces the value of a field with `@sensitive`. */
const REDACTED = '[redacted]';

/** Maximum characters of a value in an event. */
const LONGEST_VALUE = 1000;
/** Maximum characters of all changes as JSON. Beyond it, the event names only the fields. */
const LONGEST_DETAIL = 20_000;

/** Old and new values of the fields that a write changes. */
type Changes = Readonly<Record<string, { readonly old?: Json; readonly new?: Json }>>;

/**
 * Returns the audit event of a row's write. The access must contain the row as it was, and the write must
 * guard it.
 */
export function auditEventOf(
  tenant: TenantId,
  access: RowWrite,
  { actor, requestId, ip }: Origin,
): AuditEventAccess {
  const { type } = access;
  return {
    op: 'auditEvent',
    event: {
      id: newId(),
      tenantId: tenant,
      at: new Date().toISOString(),
      actor,
      action: `${type.name}.${DONE[access.op]}`,
      entity: {
        type: type.name,
        id: entityId(type, access.op === 'put' ? access.row : { ...access.key, ...access.current }),
      },
      outcome: 'DONE',
      requestId,
      ip,
      detail: detailOf(changesOf(access)),
    },
  };
}

const DONE = { put: 'created', update: 'updated', delete: 'deleted' } as const;

/** Returns the fields whose old value the event contains. The write must guard them. */
export function auditedFields(access: RowWrite): readonly string[] {
  const { type } = access;
  const own = keyFields(type.key);
  const stored = Object.keys(type.fields).filter((name) => isTold(type, name) && !own.includes(name));
  if (access.op === 'put') return [];
  return access.op === 'delete' ? stored : stored.filter((name) => name in access.set);
}

/** Returns whether an event records a field: it stores a value that does not change with every write. */
function isTold({ fields, timestamps, version }: ModelType, name: string): boolean {
  const field = fields[name];
  return field !== undefined && isInRow(field) && name !== timestamps.updatedAt && name !== version;
}

function changesOf(access: RowWrite): Changes {
  const { type } = access;
  const shown = (name: string, value: Json | undefined): Json => {
    if (value === undefined || value === null) return null;
    return type.fields[name]?.sensitive ? REDACTED : shortened(seen(type, name, value));
  };
  const all = (row: Row, side: 'old' | 'new'): Changes => {
    const names = Object.keys(row).filter((name) => (row[name] ?? null) !== null && isTold(type, name));
    return Object.fromEntries(names.map((name) => [name, { [side]: shown(name, row[name]) }]));
  };
  switch (access.op) {
    case 'put':
      return all(access.row, 'new');
    case 'delete':
      return all({ ...access.key, ...access.current }, 'old');
    case 'update': {
      const before = access.current ?? {};
      const changed = auditedFields(access).filter(
        (name) => !isDeepStrictEqual(before[name] ?? null, access.set[name] ?? null),
      );
      const change = (name: string) => ({
        old: shown(name, before[name]),
        new: shown(name, access.set[name]),
      });
      return Object.fromEntries(changed.map((name) => [name, change(name)]));
    }
    default:
      return access satisfies never;
  }
}

/** Returns a value as clients see it: an owner by name. */
function seen({ fields }: ModelType, name: string, value: Json): Json {
  return fields[name]?.owner ? shownOwner(value) : value;
}

/** Shortens a long value, and adds its length. */
function shortened(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= LONGEST_VALUE) return value;
  return `${text.slice(0, LONGEST_VALUE).toWellFormed()}… (${text.length} characters in all)`;
}

function detailOf(changes: Changes): Json {
  const length = JSON.stringify(changes).length;
  if (length <= LONGEST_DETAIL) return { changes };
  return { changed: Object.keys(changes), note: `The values are too long to record: ${length} characters.` };
}

/** Returns the row's key as one text: its value, or a JSON array of a composite key's values. */
function entityId(type: ModelType, row: Row): string {
  const values = keyFields(type.key).map((name) =>
    type.fields[name]?.sensitive ? REDACTED : seen(type, name, row[name] ?? null),
  );
  const [first] = values;
  return values.length === 1 && typeof first === 'string' ? first : JSON.stringify(values);
}
