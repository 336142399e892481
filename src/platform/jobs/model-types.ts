import { isDeepStrictEqual } from 'node:util';

import type { Model } from '../../model/index.ts';
import type { Control, Records, TypePart } from '../../store/index.ts';

/**
 * Records the types of a schema with all earlier ones, and returns all of them. A purge then also deletes
 * rows of types that the schema has lost. Call it before a schema is served, so before a row of a new type
 * can exist.
 * @throws {Error} if a number belongs to another type by now: two types would share their rows
 */
export async function recordModelTypes(control: Control, model: Model): Promise<readonly TypePart[]> {
  return control.transact(async (transaction) => {
    const record = (await transaction.get('types', {})) ?? {};
    const { numbers: recorded = {}, shards: knownShards = {} } = record;
    const lost = Object.entries(model.lost ?? {});
    const known = [...Object.entries(model.models), ...lost].map(
      ([name, { number }]) => [name, number] as const,
    );
    for (const [name, number] of known) requireSame(recorded, name, number);
    const numbers = { ...recorded, ...Object.fromEntries(known) };
    const shards = allShards(knownShards, model);
    if (!isDeepStrictEqual({ numbers, shards }, { numbers: recorded, shards: knownShards }))
      transaction.put('types', { numbers, ...(Object.keys(shards).length > 0 && { shards }) });
    return Object.entries(numbers).map(([type, number]) => ({
      type,
      number,
      ...(shards[type] && { shards: shards[type] }),
    }));
  });
}

/** Returns the numbers of shards that types had or have, of those with more than one. */
function allShards(known: NonNullable<Records['types']['shards']>, model: Model): typeof known {
  const all = new Map(Object.entries(known));
  for (const { name, shards = 1, formerShards = 1 } of Object.values(model.models)) {
    const more = [shards, formerShards].filter((number) => number > 1);
    const numbers = new Set([...(all.get(name) ?? []), ...more]);
    if (numbers.size > 0) all.set(name, [...numbers]);
  }
  return Object.fromEntries(all);
}

function requireSame(recorded: Readonly<Record<string, number>>, name: string, number: number): void {
  const other = Object.keys(recorded).find((one) => one !== name && recorded[one] === number);
  const kept = recorded[name] ?? number;
  if (other === undefined && kept === number) return;
  const why =
    other === undefined ? `"${name}" has the number ${kept}` : `the number ${number} is that of "${other}"`;
  throw new Error(
    `The schema gives "${name}" the number ${number}, but ${why} in the stored rows. ` +
      'Restore the generated model.json of the deployment, which keeps the numbers, and generate again.',
  );
}
