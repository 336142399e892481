/** One call of DynamoDB in the shape of a create. */
export interface ShapeCall {
  readonly kind: 'read' | 'write' | 'transaction';
  /** The items that it writes or checks. */
  readonly items: readonly string[];
  /** The units that it takes of each partition. */
  readonly loads: readonly Load[];
}

export interface Load {
  readonly partition: string;
  readonly reads: number;
  readonly writes: number;
}

/**
 * The calls of a create, wave by wave, as the product made them. In texts, `{own}` is the id of the new row, `{parent}` that of
 * its project and `{person}` that of its assignee.
 */
export type Shape = readonly (readonly ShapeCall[])[];

/** Returns the units of a create. */
export function unitsOfShape(shape: Shape): { readonly reads: number; readonly writes: number } {
  const loads = shape.flat().flatMap((call) => call.loads);
  const sum = (of: 'reads' | 'writes'): number => loads.reduce((total, load) => total + load[of], 0);
  return { reads: sum('reads'), writes: sum('writes') };
}
