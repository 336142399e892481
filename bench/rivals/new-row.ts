import { randomUUID } from 'node:crypto';

export type Row = Readonly<Record<string, unknown>>;

/** Returns a new row with its keys, as hand-written handlers store it. */
export function newRow(tenant: string, type: string, input: Row): Row & { readonly pk: string } {
  const id = randomUUID();
  const now = new Date().toISOString();
  return {
    status: 'TODO',
    owner: 'alice',
    createdAt: now,
    updatedAt: now,
    ...input,
    id,
    pk: `${tenant}#${type}`,
    sk: id,
  };
}
