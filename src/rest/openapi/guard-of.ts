import type { Model, ModelType, Operation } from '../../model/index.ts';

import type { Route } from '../route.ts';
import { describeGuard, describeTypeGuard } from './describe-guard.ts';

/** Says in words who may call a route: the rules of its type, or what its root field demands. */
export function guardOf(model: Model, route: Route): string {
  const { kind, type, root, field } = route;
  const declared = (root === 'Query' ? model.queries : model.mutations)[field.name];
  if (!type)
    return (declared && describeGuard(field.name, declared)) || 'Every member of the tenant may call it.';
  if (kind.is !== 'related') return describeTypeGuard(type, operationsOf(kind));
  const { relation, target, many } = kind;
  return [
    describeTypeGuard(type, ['get']),
    describeGuard(`${type.name}.${relation.name}`, relation),
    isSame(type, target) ? '' : describeTypeGuard(target, [many ? 'list' : 'get']),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function isSame(type: ModelType, target: ModelType): boolean {
  return type.name === target.name;
}

function operationsOf(kind: Route['kind']): readonly Operation[] {
  switch (kind.is) {
    case 'list':
      return ['list'];
    case 'get':
    case 'related':
      return ['get'];
    case 'create':
      return ['create'];
    case 'replace':
    case 'patch':
      return ['update'];
    case 'delete':
      return ['delete'];
    case 'batch':
      return [kind.operation];
    case 'action':
    case 'platform':
      return [];
    default:
      return kind satisfies never;
  }
}
