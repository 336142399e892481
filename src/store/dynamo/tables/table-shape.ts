import type { Model } from '../../../model/index.ts';
import { PK, SK, slotNames } from '../keys/keys.ts';

export interface KeyPart {
  readonly name: string;
  readonly role: 'HASH' | 'RANGE';
}

/** The shape of a table. All key attributes are strings, and every index projects all attributes. */
export interface TableShape {
  readonly keySchema: readonly KeyPart[];
  readonly attributeDefinitions: readonly { readonly name: string; readonly type: 'S' }[];
  readonly indexes: readonly { readonly name: string; readonly keySchema: readonly KeyPart[] }[];
}

/** Returns the shape of the data table: one overloaded index for each slot that the model uses. */
export function tableShape(model: Model): TableShape {
  const types = Object.values(model.models);
  const slots = new Set(types.flatMap(({ indexes }) => indexes.map(({ slot }) => slot)));
  const indexes = [...slots].sort((a, b) => a - b).map(slotNames);
  return shape(PK, SK, indexes);
}

/** The names of the key attributes of the control table. */
export const CONTROL_PK = 'pk';
export const CONTROL_SK = 'sk';

/** The shape of the control table. */
export const controlShape: TableShape = shape(CONTROL_PK, CONTROL_SK, []);

/** The shape of the table of connections and subscriptions. Its keys have the names of those of the data table. */
export const realtimeShape: TableShape = shape(PK, SK, []);

function shape(pk: string, sk: string, indexes: readonly ReturnType<typeof slotNames>[]): TableShape {
  const names = [pk, sk, ...indexes.flatMap((index) => [index.pk, index.sk])];
  return {
    keySchema: keySchema(pk, sk),
    attributeDefinitions: names.map((name) => ({ name, type: 'S' })),
    indexes: indexes.map((index) => ({ name: index.name, keySchema: keySchema(index.pk, index.sk) })),
  };
}

function keySchema(pk: string, sk: string): readonly KeyPart[] {
  return [
    { name: pk, role: 'HASH' },
    { name: sk, role: 'RANGE' },
  ];
}
