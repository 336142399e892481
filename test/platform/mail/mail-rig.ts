import type { Mail, Mailer } from '../../../src/platform/index.ts';
import { openTestApi, type TestApi, type TestApiOptions } from '../../api.ts';
import { openBehind, type Behind } from '../../shared/background.ts';
import { dataOf } from '../../engine/answers.ts';

/** What a mailer of a test does before it takes a mail: it may reject. */
export type Before = (mail: Mail) => Promise<void> | void;

/** An API whose mails a test reads. */
export interface MailRig {
  readonly api: TestApi;
  readonly behind: Behind;
  /** The mails that the service took, oldest first. */
  readonly taken: Mail[];
  /** What the service does with the next mails. */
  before: Before;
  /** Invites an address as a user; returns the id of the invitation and its token. */
  invite(as: string, email: string): Promise<{ readonly id: string; readonly token: string }>;
  /** Returns what the audit of a user's tenant has about mails, oldest first. */
  recorded(as: string): Promise<readonly (readonly [action: string, detail: unknown])[]>;
  close(): Promise<void>;
}

const INVITE = /* GraphQL */ `
  mutation ($email: AWSEmail!) {
    inviteMember(input: { email: $email, roles: ["MEMBER"] }) {
      token
      invitation {
        id
      }
    }
  }
`;

export async function openMailRig(options: TestApiOptions = {}): Promise<MailRig> {
  const taken: Mail[] = [];
  const mailer: Mailer = {
    async send(mail) {
      await rig.before(mail);
      taken.push(mail);
    },
  };
  const api = await openTestApi({ mails: true, mailer, ...options });
  const rig: MailRig = {
    api,
    taken,
    behind: openBehind(api),
    before: () => undefined,
    async invite(as, email) {
      const { inviteMember } = dataOf(await api.ask(as, INVITE, { email })) as {
        readonly inviteMember: { readonly token: string; readonly invitation: { readonly id: string } };
      };
      return { id: inviteMember.invitation.id, token: inviteMember.token };
    },
    async recorded(as) {
      const query = '{ auditEvents(limit: 100) { items { action detail } } }';
      const { auditEvents } = dataOf(await api.ask(as, query)) as {
        readonly auditEvents: {
          readonly items: readonly { readonly action: string; readonly detail: unknown }[];
        };
      };
      return auditEvents.items
        .filter(({ action }) => action.startsWith('mail.'))
        .map(
          ({ action, detail }) => [action, typeof detail === 'string' ? JSON.parse(detail) : detail] as const,
        )
        .toReversed();
    },
    close: () => api.close(),
  };
  return rig;
}
