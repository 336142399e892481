import { readSources } from '../../src/app/schema-sources.ts';
import type { TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';

/** Returns the SDL of an app and of the platform. */
export function withPlatform(app: string): string {
  return [app, ...readSources('schema/platform').map(({ text }) => text)].join('\n');
}

/** A query of all fields of the audit events. */
export const EVENTS = /* GraphQL */ `
  query ($filter: TenantAuditEventFilter, $limit: Int, $nextToken: String) {
    auditEvents(filter: $filter, limit: $limit, nextToken: $nextToken) {
      items {
        id
        seq
        at
        actor {
          type
          id
          name
        }
        action
        entity {
          type
          id
        }
        outcome
        requestId
        ip
        detail
        expiresAt
        prevExpiresAt
        prevHash
        text
        hash
      }
      nextToken
    }
  }
`;
/** An event as the API answers it. */
export interface Event {
  readonly id: string;
  readonly seq: number;
  readonly actor: { readonly type: string; readonly id: string; readonly name: string };
  readonly action: string;
  readonly entity: { readonly type: string; readonly id: string } | null;
  readonly outcome: string;
  readonly detail: string | null;
  readonly prevHash: string;
  readonly text: string;
  readonly hash: string;
  readonly [field: string]: unknown;
}
interface Page {
  readonly items: readonly Event[];
  readonly nextToken: string | null;
}

/** Reads a page of the audit as a user. */
export async function page(api: TestApi, user: string, variables: object = {}): Promise<Page> {
  return dataOf(await api.ask(user, EVENTS, variables))['auditEvents'] as Page;
}

/** Reads up to 200 events as a user, the oldest first. */
export async function auditEvents(
  api: TestApi,
  user: string,
  filter: object = {},
): Promise<readonly Event[]> {
  const { items } = await page(api, user, { filter, limit: 200 });
  return [...items].reverse();
}

/** Reads the audit until it has an event that is recorded in parallel with the request. */
export async function eventually(api: TestApi, user: string, filter: object): Promise<Event> {
  for (;;) {
    const [event] = await auditEvents(api, user, filter);
    if (event) return event;
  }
}
