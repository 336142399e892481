import type { Field, Model, ModelType } from '../model/index.ts';

import { operatorTabs, tenantTabs } from './platform-tabs.ts';
import type { Seed } from '../app/index.ts';
import type { WebConfig } from '../../web/config.ts';

/** The addresses of a page's API and user pool. */
type Cloud = Pick<WebConfig, 'endpoint' | 'region' | 'userPoolId' | 'clientId'>;

/**
 * Returns the configuration of the page at `/`: its API, its users, and one query for each of the first
 * models and of the platform.
 */
export function pageConfig(model: Model, seed: Seed, cloud: Cloud, today: string): WebConfig {
  const tabs = listable(model)
    .slice(0, 3)
    .map((type) => ({ name: type.plural, query: listQuery(model, type) }));
  return {
    ...cloud,
    plane: 'tenant',
    users: seed.users.map(({ username, password, memberships }) => ({
      username,
      password,
      label: `${username} · ${memberships.map(({ tenant, groups }) => [tenant, ...groups].join(' ')).join(', ')}`,
      tenants: memberships.map(({ tenant }) => tenant),
    })),
    defaultQuery: tabs[0]?.query ?? '{\n  __typename\n}\n',
    tabs: [...tabs, ...tenantTabs(today, model.platformPrefix)],
  };
}

/** Returns the configuration of the page at `/operator`. */
export function operatorPageConfig(seed: Seed, cloud: Cloud, today: string): WebConfig {
  const tabs = operatorTabs(seed.tenants.at(-1)?.id ?? 'TENANT', today);
  return {
    ...cloud,
    plane: 'operator',
    users: seed.operators.map(({ username, password, groups }) => ({
      username,
      password,
      label: [username, groups.join(', ')].join(' · '),
      tenants: [],
    })),
    defaultQuery: tabs[0]?.query ?? '',
    tabs,
  };
}

/** Returns the models that have a list, those with the most child lists first. Leaves out join models. */
export function listable(model: Model): ModelType[] {
  const children = (type: ModelType): number =>
    Object.values(type.fields).filter(({ kind }) => kind.is === 'toMany').length;
  return Object.values(model.models)
    .filter((type) => type.operations.list !== null && !type.join)
    .sort((a, b) => children(b) - children(a));
}

/** Returns a query of some fields of each row and of its parents. */
function listQuery(model: Model, type: ModelType): string {
  const lines = Object.values(type.fields).flatMap((field) => shown(model, field));
  return [
    `query ${type.plural} {`,
    `  ${type.operations.list ?? ''}(limit: 20) {`,
    '    items {',
    ...lines.map((line) => `      ${line}`),
    '    }',
    '    nextToken',
    '  }',
    '}',
    '',
  ].join('\n');
}

function shown(model: Model, field: Field): string[] {
  if (field.rules) return [];
  if (field.kind.is === 'toOne') {
    const target = model.models[field.kind.target];
    const names = target
      ? Object.values(target.fields)
          .filter((inner) => isPlain(model, inner))
          .slice(0, 2)
      : [];
    return names.length > 0 ? [`${field.name} { ${names.map(({ name }) => name).join(' ')} }`] : [];
  }
  return field.declared && isPlain(model, field) ? [field.name] : [];
}

function isPlain(model: Model, { kind, type, rules }: Field): boolean {
  return kind.is === 'stored' && rules === null && !('list' in type) && !model.objects[type.name];
}
