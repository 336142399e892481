import type { Field } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';

/**
 * Returns a field with `@file`: the file whose id the row holds, or those of a list. A list leaves out files that are gone,
 * as one of a deleted row soon is.
 */
export function fileField(build: Build, field: Field): FieldConfig {
  return {
    type: build.types.output(field.type),
    ...withCostKind({ is: 'row' }),
    resolve: async (row, _args, { files }) => {
      const load = async (id: string): Promise<object | null> => (await files?.load(id)) ?? null;
      const held = (row as Row)[field.name] ?? null;
      if (typeof held === 'string') return load(held);
      if (!Array.isArray(held)) return null;
      const loaded = await Promise.all(held.map((id) => load(String(id))));
      return loaded.filter((one) => one !== null);
    },
  };
}
