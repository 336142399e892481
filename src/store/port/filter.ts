import type { Json } from '../../model/index.ts';

/**
 * A condition on a row, in the schema's words. A store evaluates it, and `matches` does so in memory; both
 * agree. Values are compared in the form of their field (`comparedForm`): times as instants, for example.
 */
export type Filter = AllOf | AnyOf | Not | Test;
export interface AllOf {
  readonly and: readonly Filter[];
}
export interface AnyOf {
  /** An empty list matches nothing. */
  readonly or: readonly Filter[];
}
export interface Not {
  readonly not: Filter;
}
/** One comparison. `field` may be a path into a custom type: `['address', 'city']`. */
export interface Test {
  readonly field: string | readonly string[];
  readonly op: FilterOp;
  readonly value: Json;
  /**
   * Compares what a client sees of an owner: its name, or its user id if the operator tests equality. A store evaluates
   * it in memory; a condition of a write must not contain it.
   */
  readonly shown?: true;
}
export type FilterOp =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  /** Two values, both included. */
  | 'between'
  | 'beginsWith'
  /** A substring of a string, or an element of a list. */
  | 'contains'
  | 'notContains'
  /** Any of a list of values. */
  | 'in'
  /** `true` or `false`. */
  | 'exists'
  /** One of ModelAttributeTypes: `binary binarySet bool list map number numberSet string stringSet _null`. */
  | 'type'
  /** A comparison of the length: `{ "ge": 3 }`; `eq ne lt le gt ge between`. */
  | 'size';
