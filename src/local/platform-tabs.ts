import { Kind, parse, print, visit } from 'graphql';

import { platformFieldName } from '../model/index.ts';
import type { WebConfig } from '../../web/config.ts';

type Tabs = NonNullable<WebConfig['tabs']>;

/**
 * Returns the platform queries for a tenant's user. An owner or ADMIN may run all of them. `today` is a day
 * of UTC.
 * @param prefix what the names of the platform's root fields begin with
 */
export function tenantTabs(today: string, prefix = ''): Tabs {
  const tabs = writtenTabs(today);
  return prefix === '' ? tabs : tabs.map((tab) => ({ ...tab, query: renamed(tab.query, prefix) }));
}

/** Gives the root fields of a document the prefix. */
function renamed(query: string, prefix: string): string {
  const document = visit(parse(query), {
    OperationDefinition: ({ selectionSet, ...operation }) => ({
      ...operation,
      selectionSet: {
        ...selectionSet,
        selections: selectionSet.selections.map((node) =>
          node.kind === Kind.FIELD
            ? { ...node, name: { ...node.name, value: platformFieldName(prefix, node.name.value) } }
            : node,
        ),
      },
    }),
  });
  return `${print(document)}\n`;
}

function writtenTabs(today: string): Tabs {
  const month = monthUntil(today);
  return [
    {
      name: 'the caller, and the plan of the tenant',
      query: `query Me {
  me {
    username
    roles
    permissions
    tenants { id name roles active }
  }
  tenant {
    id
    name
    status
    plan { name features limits { requestsPerSecond costPerSecond requestsPerMonth seats } }
    quota { seatsUsed requestsThisMonth costThisMonth resetsAt }
    settings { allowImpersonation }
  }
}
`,
    },
    {
      name: 'the members, and an invitation (choose the operation to run)',
      query: `query Members {
  members(limit: 20) {
    items { userId username email roles status }
    nextToken
  }
  invitations(limit: 20) {
    items { id email roles status expiresAt }
  }
  roles { name kind permissions }
}

mutation Invite {
  inviteMember(input: { email: "ann@example.test", roles: ["MEMBER"] }) {
    token
    invitation { id status expiresAt }
  }
}
`,
    },
    {
      name: 'the audit, and whether it is intact',
      query: `query Audit {
  auditEvents(limit: 20) {
    items { at actor { type name } action entity { type id } outcome detail }
    nextToken
  }
  auditIntegrity { ok events head { seq hash } }
}
`,
    },
    {
      name: 'keys for programs: send the text as "Authorization: Bearer tql_…"',
      query: `query ApiKeys {
  apiKeys(limit: 20) {
    items { id name roles scopes status expiresAt lastUsedAt }
  }
}

mutation CreateApiKey {
  createApiKey(input: { name: "reporting", roles: ["VIEWER"], expiresInDays: 30 }) {
    text
    apiKey { id status expiresAt }
  }
}
`,
    },
    {
      name: 'what the tenant used this month',
      query: `query Usage {
  tenant {
    usage(${month}) {
      total { requests errors cost rcu wcu ms bytes }
      days { day figures { requests cost } }
      operations { operation figures { requests cost } }
    }
  }
}
`,
    },
  ];
}

/** Returns the platform queries for an operator, on a tenant of the seed. */
export function operatorTabs(tenant: string, today: string): Tabs {
  const month = monthUntil(today);
  return [
    {
      name: 'all tenants',
      query: `query Tenants {
  tenants(limit: 20) {
    items { id name status statusReason plan seats owners }
    nextToken
  }
}
`,
    },
    {
      name: 'its users are refused within 5 seconds, even with valid tokens',
      query: `mutation Suspend {
  suspendTenant(id: "${tenant}", mode: READ_ONLY, reason: "A try") { id status suspensionMode statusReason }
}

mutation Resume {
  resumeTenant(id: "${tenant}") { id status }
}
`,
    },
    {
      name: 'what tenants used this month, and the same for billing',
      query: `query Usage {
  fleetUsage(${month}, limit: 20) {
    items { tenantId seats total { requests errors cost rcu wcu } }
    nextToken
  }
  usageCsv(${month})
}
`,
    },
    {
      name: 'a new tenant, with an invitation for its first owner',
      query: `mutation CreateTenant {
  createTenant(input: { name: "Initech", plan: "team", ownerEmail: "ann@example.test" }) {
    tenant { id status }
    invitation { token expiresAt }
  }
}
`,
    },
  ];
}

/** Returns arguments of usage, from the first day of the month to a day. */
function monthUntil(day: string): string {
  return `from: "${day.slice(0, 8)}01", to: "${day}"`;
}
