import type { Site } from '../directive.ts';
import type { ModelDraft } from '../draft.ts';

/** Returns the model that a directive is in, or null after reporting that its type has no `@model`. */
export function onModel({ schema, subject, node, type, name }: Site): ModelDraft | null {
  if (type.model) return type.model;
  schema.report('misplaced-directive', `${subject} is in ${type.name}, which is not a @model.`, {
    at: node,
    hint: type.is === 'object' ? `Add @model to type ${type.name}, or remove @${name}.` : `Remove @${name}.`,
  });
  return null;
}
