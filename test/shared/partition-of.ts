import type { Model } from '../../src/model/index.ts';

/** Returns the partition of a tenant's rows of a type: `T#acme#5`. */
export function partitionOf(tenant: string, type: string, model: Model): string {
  const number = model.models[type]?.number;
  if (number === undefined) throw new Error(`There is no type "${type}".`);
  return `T#${tenant}#${number}`;
}
