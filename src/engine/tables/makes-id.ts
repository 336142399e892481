import type { ModelType } from '../../model/index.ts';

import { baseName } from '../types/registry.ts';

/** True for a type with an `id` of text, part of its key or not: a create that leaves it out gets a new one. */
export function makesId({ fields }: ModelType): boolean {
  const id = fields['id'];
  return id?.kind.is === 'stored' && ['ID', 'String'].includes(baseName(id.type));
}
