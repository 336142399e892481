import { Refusal } from '../../tenant/index.ts';
import type { Field, ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import type { Context } from '../context.ts';
import { withCostKind } from '../cost-kind.ts';

/**
 * Returns a field with `@file`: the file whose id the row holds, or those of a list. A list leaves out files that are gone,
 * as those of a deleted row soon are.
 */
export function fileField(build: Build, type: ModelType, { name, type: ref }: Field): FieldConfig {
  const most = type.files.find(({ field }) => field === name)?.maxFiles ?? 1;
  return {
    type: build.types.output(ref),
    ...withCostKind({ is: 'files', most }),
    resolve: async (row, _args, context) => {
      const held = (row as Row)[name] ?? null;
      if (Array.isArray(held)) {
        const files = await Promise.all(held.map((id) => load(context, String(id))));
        return files.filter((file) => file !== null);
      }
      const file = typeof held === 'string' ? await load(context, held) : null;
      if (file || !ref.required) return file;
      throw new Refusal('DANGLING_REFERENCE', `"${name}" of ${type.name} is required, but its file is gone.`);
    },
  };
}

async function load({ files }: Context, id: string): Promise<object | null> {
  return (await files?.load(id)) ?? null;
}
