import type { Field, ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import { ownerFields, shownOwner } from '../auth/owner.ts';

/**
 * Returns a field with a value of the row. GraphQL's default resolver reads it, except for an owner, which is shown by
 * its username.
 */
export function storedField(build: Build, type: ModelType, field: Field): FieldConfig {
  const config: FieldConfig = { type: build.types.output(field.type) };
  if (!ownerFields(type.rules).has(field.name)) return config;
  return { ...config, resolve: (row) => shownOwner((row as Row)[field.name] ?? null) };
}
