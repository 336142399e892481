import { defaultFieldResolver } from 'graphql';

import type { Caller } from '../../tenant/index.ts';
import type { Rule } from '../../model/index.ts';
import { matches, type Row } from '../../store/index.ts';

import { decide } from '../auth/decide.ts';
import { notAuthorized } from '../auth/refuse.ts';
import type { FieldConfig } from '../build.ts';

/**
 * A field that its own rules guard: they must hold beside those of the row that it stands in, so that a rule on a
 * field never widens one on its type. Without rules the field is answered as it is.
 */
export function guarded(
  typeName: string,
  name: string,
  rules: readonly Rule[] | null,
  config: FieldConfig,
): FieldConfig {
  if (!rules) return config;
  const resolve = config.resolve ?? defaultFieldResolver;
  return {
    ...config,
    resolve: (parent, args, context, info) => {
      if (!mayRead(rules, context.scope.caller, parent)) throw notAuthorized(name, typeName);
      return resolve(parent, args, context, info);
    },
  };
}

function mayRead(rules: readonly Rule[], caller: Caller, parent: unknown): boolean {
  const decision = decide(rules, caller, 'get');
  if (decision === 'allow' || decision === 'deny') return decision === 'allow';
  return typeof parent === 'object' && parent !== null && matches(decision, parent as Row);
}
