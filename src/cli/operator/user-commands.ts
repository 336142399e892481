import type {
  GroupImport,
  TenantInvitationSent,
  TenantMember,
  TenantMemberConnection,
} from '../../platform/generated/operator.ts';
import { allOf, type OperatorClient } from './client.ts';
import { command, type Commands, type Outcome } from './command.ts';
import { facts, table } from './table.ts';

/** The fields of a member that the commands show. */
const MEMBER = 'userId username email roles status joinedAt';

/** The commands of `npm run user`: the members of the tenants. */
export const userCommands: Commands = {
  list: command({
    summary: 'Lists the members of a tenant.',
    operands: ['TENANT'],
    options: {},
    async run({ operands: [tenantId], client }) {
      const members = await membersOf(client, tenantId);
      const rows = members.map(({ username, email, roles, status }) => [
        username,
        email,
        roles.join(', '),
        status,
      ]);
      return { json: members, text: table(['USER', 'EMAIL', 'ROLES', 'STATUS'], rows) };
    },
  }),
  invite: command({
    summary: 'Invites an e-mail address to a tenant, and prints the token of the invitation, once.',
    operands: ['TENANT', 'EMAIL'],
    options: {
      roles: {
        type: 'string',
        value: 'ROLES',
        tells: 'what they will be, separated by commas',
        default: 'MEMBER',
      },
    },
    async run({ operands: [tenantId, email], values: { roles }, client }) {
      const { inviteMember } = await client.ask<{ inviteMember: TenantInvitationSent }>(
        `mutation ($tenantId: ID!, $input: TenantInvitationInput!) {
          inviteMember(tenantId: $tenantId, input: $input) {
            token
            invitation { id email roles status invitedBy createdAt expiresAt }
          }
        }`,
        { tenantId, input: { email, roles: listOf(roles) } },
      );
      const { invitation, token } = inviteMember;
      const { id, expiresAt: expires } = invitation;
      return {
        json: inviteMember,
        text: facts({ id, email: invitation.email, roles: invitation.roles.join(', '), expires, token }),
      };
    },
  }),
  role: command({
    summary: 'Gives a member these roles, separated by commas, in place of those that they have.',
    operands: ['TENANT', 'USER', 'ROLES'],
    options: {},
    run: ({ operands: [tenantId, user, roles], client }) =>
      changeMember(client, { tenantId, user, change: 'setMemberRoles', roles: listOf(roles) }),
  }),
  disable: command({
    summary: 'Keeps a member out, within 5 seconds. They take no seat.',
    operands: ['TENANT', 'USER'],
    options: {},
    run: ({ operands: [tenantId, user], client }) =>
      changeMember(client, { tenantId, user, change: 'disableMember' }),
  }),
  enable: command({
    summary: 'Lets a member in again, if a seat is free.',
    operands: ['TENANT', 'USER'],
    options: {},
    run: ({ operands: [tenantId, user], client }) =>
      changeMember(client, { tenantId, user, change: 'enableMember' }),
  }),
  'import-groups': command({
    summary: 'Makes members of the users in Cognito groups that are named TENANT:ROLE.',
    operands: [],
    options: {
      separator: {
        type: 'string',
        value: 'TEXT',
        tells: 'the text between tenant and role',
        default: ':',
      },
    },
    async run({ values: { separator }, client }) {
      const { importGroups } = await client.ask<{ importGroups: GroupImport }>(
        `mutation ($separator: String) {
          importGroups(separator: $separator) {
            imported { tenantId userId username roles }
            skipped { group username reason }
          }
        }`,
        { separator },
      );
      return { json: importGroups, text: importText(importGroups) };
    },
  }),
};

type MemberChange = 'setMemberRoles' | 'disableMember' | 'enableMember';

async function changeMember(
  client: OperatorClient,
  asked: {
    readonly tenantId: string;
    readonly user: string;
    readonly change: MemberChange;
    readonly roles?: readonly string[];
  },
): Promise<Outcome> {
  const { tenantId, user, change, roles } = asked;
  const [declared, passed] = roles ? [', $roles: [String!]!', ', roles: $roles'] : ['', ''];
  const { [change]: member } = await client.ask<Record<MemberChange, TenantMember>>(
    `mutation ($tenantId: ID!, $userId: ID!${declared}) {
      ${change}(tenantId: $tenantId, userId: $userId${passed}) { ${MEMBER} }
    }`,
    { tenantId, userId: await userIdOf(client, tenantId, user), roles },
  );
  const { username, email, status, joinedAt: joined } = member;
  return {
    json: member,
    text: facts({ user: username, email, roles: member.roles.join(', '), status, joined }),
  };
}

/**
 * Returns the id of a member that a person names by username or e-mail address. Returns an unknown name itself, for the
 * API to refuse.
 */
async function userIdOf(client: OperatorClient, tenantId: string, name: string): Promise<string> {
  const members = await membersOf(client, tenantId);
  const named = members.find(({ username, email }) => [username, email].includes(name));
  return named?.userId ?? name;
}

function membersOf(client: OperatorClient, tenantId: string): Promise<readonly TenantMember[]> {
  return allOf((nextToken) =>
    client
      .ask<{ members: TenantMemberConnection }>(
        `query ($tenantId: ID!, $nextToken: String) {
          members(tenantId: $tenantId, limit: 100, nextToken: $nextToken) { items { ${MEMBER} } nextToken }
        }`,
        { tenantId, nextToken },
      )
      .then(({ members }) => members),
  );
}

function listOf(roles: string): readonly string[] {
  return roles
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
}

function importText({ imported, skipped }: GroupImport): string {
  const members = imported.map(({ tenantId, username, roles }) => [tenantId, username, roles.join(', ')]);
  const left = skipped.map(({ group, username, reason }) => [group, username ?? '', reason]);
  return [
    `${members.length} imported, ${left.length} skipped.\n`,
    ...(members.length > 0 ? [table(['TENANT', 'USER', 'ROLES'], members)] : []),
    ...(left.length > 0 ? [table(['GROUP', 'USER', 'SKIPPED BECAUSE'], left)] : []),
  ].join('\n');
}
