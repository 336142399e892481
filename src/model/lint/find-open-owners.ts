import { flatRules } from '../flat-rules.ts';
import { lookUp } from '../look-up.ts';
import type { Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { warning } from './warning.ts';

/** Finds owner fields in which every member may name another member, because `private` may create such rows. */
export function findOpenOwners(type: ModelType, _model: Model): readonly Problem[] {
  const isOpen = type.rules.some(
    ({ allow, operations }) => allow === 'private' && operations.includes('create'),
  );
  if (!isOpen) return [];
  const owners = flatRules(type.rules).flatMap((rule) => (rule.allow === 'owner' ? [rule.field] : []));
  return [...new Set(owners)].flatMap((name) => {
    const field = lookUp(type.fields, name);
    if (field?.kind.is !== 'stored' || field.rules) return [];
    return warning(
      'open-owner',
      `${type.name}.${name}: every caller may create a row and name another member as its owner.`,
      `Remove the declaration of "${name}", so that creates fill it in, or let only the owner rule include "create".`,
    );
  });
}
