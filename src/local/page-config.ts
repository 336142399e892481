import type { Model, ModelType } from '../model/index.ts';

import { shownFields } from './shown-fields.ts';
import { operatorTabs, tenantTabs } from './platform-tabs.ts';
import type { Seed } from '../app/index.ts';
import type { WebConfig } from '../../web/config.ts';
import { watchTab } from './watch-tab.ts';

/** The addresses of a page's API and user pool. */
type Cloud = Pick<
  WebConfig,
  'endpoint' | 'reference' | 'socket' | 'region' | 'userPoolId' | 'clientId' | 'files'
>;

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
    tabs: [...tabs, ...watchTab(model, listable(model), seed), ...tenantTabs(today, model.platformPrefix)],
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
  return [
    `query ${type.plural} {`,
    `  ${type.operations.list ?? ''}(limit: 20) {`,
    '    items {',
    ...shownFields(model, type).map((line) => `      ${line}`),
    '    }',
    '    nextToken',
    '  }',
    '}',
    '',
  ].join('\n');
}
