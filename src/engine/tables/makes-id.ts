import { baseName, type ModelType } from '../../model/index.ts';

/** Returns whether a type has an `id` of text, in its key or not. A create without `id` gets a new one. */
export function makesId({ fields }: ModelType): boolean {
  const id = fields['id'];
  return id?.kind.is === 'stored' && ['ID', 'String'].includes(baseName(id.type));
}
