import type { Field } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import { shownIn } from '../auth/owner.ts';

/**
 * Returns a field with a value of the row. GraphQL's default resolver reads it, except for an owner, which is shown by
 * its username.
 */
export function storedField(build: Build, field: Field): FieldConfig {
  const config: FieldConfig = { type: build.types.output(field.type) };
  if (!field.owner) return config;
  return { ...config, resolve: (row) => shownIn(field.owner, (row as Row)[field.name] ?? null) };
}
