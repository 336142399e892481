import { flatRules } from '../flat-rules.ts';
import type { Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { warning } from './warning.ts';

/** Finds types with `@webhook` of whose rows no endpoint can hear, because no rule lets its creator listen. */
export function findDeafWebhooks(type: ModelType, _model: Model): readonly Problem[] {
  if (!type.webhook || flatRules(type.rules).some(({ operations }) => operations.includes('listen')))
    return [];
  return [
    warning(
      'deaf-webhook',
      `${type.name}: @webhook sends nothing, because no rule lets a caller listen.`,
      'Let a rule include "read" or "listen", or remove @webhook.',
    ),
  ];
}
