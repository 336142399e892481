import type { WebConfig } from './web-config.ts';

type Tabs = NonNullable<WebConfig['tabs']>;

/** What an operator tries first, on a tenant of the seed. */
export function operatorTabs(_tenant: string): Tabs {
  return [
    {
      name: 'all tenants',
      query: `query Tenants {
  tenants(limit: 20) {
    items {
      id
      name
      status
      statusReason
      plan
      seats
    }
    nextToken
  }
}
`,
    },
  ];
}
