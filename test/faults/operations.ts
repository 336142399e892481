import type { Answer } from '../api.ts';
import type { World } from './world.ts';

/** A request of which the table knows the answer and what it changes. */
export interface Operation {
  readonly name: string;
  readonly is: 'read' | 'write';
  /**
   * Set if it makes a tenant in several transactions. After an error, a tenant that is DELETED may be left. With a key, one
   * that the repeat continues may be left as well.
   */
  readonly steps?: 'with key' | 'without key';
  /** Set if code of the app writes. A repeat of it may have to wait, or be refused, as docs/idempotency.md says. */
  readonly custom?: true;
  send(world: World, headers?: Headers): Promise<Answer>;
}
type Headers = Readonly<Record<string, string>>;

type Known = World['known'];
type Arguments = string | ((known: Known) => string);

const text = (given: Arguments, known: Known): string => (typeof given === 'string' ? given : given(known));

function document(is: Operation['is'], fields: string): string {
  return `${is === 'read' ? '' : 'mutation '}{ ${fields} }`;
}

/** Makes a request of a member; `olga` owns the tenant. */
function member(is: Operation['is'], user: string): (name: string, query: Arguments) => Operation {
  return (name, query) => ({
    name,
    is,
    send: (world, headers) => world.ask(user, document(is, text(query, world.known)), headers),
  });
}

function operator(is: Operation['is']): (name: string, query: Arguments) => Operation {
  return (name, query) => ({
    name: `operator: ${name}`,
    is,
    send: (world, headers) => world.operate(document(is, text(query, world.known)), headers),
  });
}

const write = member('write', 'olga');
const read = member('read', 'olga');
const operate = operator('write');
const look = operator('read');

/** Of one byte, which is 0. */
const SHA256 = 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=';

/** What the API can be asked, at least one of each kind of write and read. */
export const operations: readonly Operation[] = [
  // Single writes: no counter, unique value, reference or audit.
  write('create', 'createNote(input: { id: "n2", text: "new" }) { id text revision }'),
  write('create without id', 'createNote(input: { text: "new" }) { text revision }'),
  write('update', 'updateNote(input: { id: "n1", text: "next" }) { id text revision }'),
  write(
    'update with version',
    'updateNote(input: { id: "n1", text: "next", expectedVersion: 1 }) { id revision }',
  ),
  write('delete', 'deleteNote(input: { id: "n1" }) { id text }'),
  // Transactions.
  write('create with unique value', 'createTeam(input: { id: "t3", name: "three" }) { id name revision }'),
  write('create with foreign key', 'createPlayer(input: { id: "p9", teamId: "t1", code: "c9" }) { id }'),
  write('create with foreign key, without id', 'createPlayer(input: { teamId: "t1", code: "c9" }) { code }'),
  write('update of a unique value', 'updateTeam(input: { id: "t1", name: "uno" }) { id name revision }'),
  write(
    'update of a unique value with version',
    'updateTeam(input: { id: "t1", name: "uno", expectedVersion: 1 }) { id name revision }',
  ),
  write('update of a foreign key', 'updatePlayer(input: { id: "p0", teamId: "t2" }) { id teamId }'),
  write('update of an audited type', 'updateLedger(input: { id: "l1", amount: 2 }) { id amount }'),
  write('delete with effects', 'deletePlayer(input: { id: "p0" }) { id code }'),
  write('cascade delete', 'deleteTeam(input: { id: "t1" }) { id name }'),
  write('batch create', 'createPlayers(input: [{ id: "x", code: "x" }, { id: "y", teamId: "t2" }]) { id }'),
  write(
    'batch update',
    'updatePlayers(input: [{ id: "p0", code: "x" }, { id: "p1", teamId: "t2" }]) { id code teamId }',
  ),
  write('batch delete', 'deletePlayers(input: [{ id: "p0" }, { id: "p1" }]) { id }'),
  write('create with a file', ({ free = '' }) => `createSheet(input: { id: "s2", cover: "${free}" }) { id }`),
  write('update of a file', ({ free = '' }) => `updateSheet(input: { id: "s1", cover: "${free}" }) { id }`),
  write('update without a file', 'updateSheet(input: { id: "s1", cover: null }) { id }'),
  write('delete with a file', 'deleteSheet(input: { id: "s1" }) { id }'),
  write(
    'createUpload',
    `createUpload(input: { type: "Sheet", field: "cover", name: "a.png", size: 1, contentType: "image/png", sha256: "${SHA256}" }) {
      file { name size status }
    }`,
  ),
  write('link', 'createTeamTag(input: { teamId: "t2", tagId: "tag" }) { teamId tagId }'),
  write('unlink', 'deleteTeamTag(input: { id: "link" }) { id }'),
  { ...write('sequence', 'addTicket { number }'), custom: true },
  // Records of the platform.
  write('createApiKey', 'createApiKey(input: { name: "new", roles: ["MEMBER"] }) { apiKey { name } }'),
  write('rotateApiKey', ({ key = '' }) => `rotateApiKey(id: "${key}") { apiKey { name } }`),
  write('revokeApiKey', ({ key = '' }) => `revokeApiKey(id: "${key}") { id status }`),
  write(
    'inviteMember',
    'inviteMember(input: { email: "new@else.test", roles: ["MEMBER"] }) { invitation { email } }',
  ),
  write(
    'resendInvitation',
    ({ invitation = '' }) => `resendInvitation(id: "${invitation}") { invitation { status } }`,
  ),
  write('revokeInvitation', ({ invitation = '' }) => `revokeInvitation(id: "${invitation}") { status }`),
  member('write', 'nina')(
    'acceptInvitation',
    ({ token = '' }) => `acceptInvitation(token: "${token}") { id roles }`,
  ),
  write('createRole', 'createRole(input: { name: "Guard", permissions: ["Team:read"] }) { name }'),
  write('updateRole', 'updateRole(name: "Clerk", input: { permissions: ["Tag:read"] }) { permissions }'),
  write('deleteRole', 'deleteRole(name: "Clerk") { name }'),
  write('setMemberRoles', ({ rob = '' }) => `setMemberRoles(userId: "${rob}", roles: ["ADMIN"]) { roles }`),
  write('disableMember', ({ rob = '' }) => `disableMember(userId: "${rob}") { status }`),
  write('removeMember', ({ rob = '' }) => `removeMember(userId: "${rob}") { status }`),
  write('transferOwnership', ({ rob = '' }) => `transferOwnership(userId: "${rob}") { roles }`),
  member('write', 'bob')('leaveTenant', 'leaveTenant { status }'),
  write(
    'updateTenantSettings',
    'updateTenantSettings(input: { allowImpersonation: false }) { settings { allowImpersonation } }',
  ),
  write('requestExport', 'requestExport { kind status }'),
  // The operators' plane.
  {
    ...operate(
      'createTenant',
      'createTenant(input: { name: "New", plan: "team", ownerEmail: "n@else.test" }) { tenant { name status } }',
    ),
    steps: 'without key',
  },
  {
    ...operate(
      'createTenant with key',
      'createTenant(input: { name: "New", plan: "team", ownerEmail: "n@else.test", idempotencyKey: "k" }) { tenant { name status } }',
    ),
    steps: 'with key',
  },
  operate('inviteOwner', 'inviteOwner(id: "awake", email: "o@else.test") { expiresAt }'),
  operate('suspendTenant', 'suspendTenant(id: "awake", mode: BLOCKED, reason: "Unpaid.") { status }'),
  operate('resumeTenant', 'resumeTenant(id: "sleeping") { status }'),
  operate('changePlan', 'changePlan(id: "awake", plan: "team") { plan }'),
  operate('overrideLimits', 'overrideLimits(id: "awake", limits: { seats: 9 }) { overrides { limits } }'),
  operate('offboardTenant', 'offboardTenant(id: "awake", reason: "It ends.") { status }'),
  operate('cancelOffboarding', 'cancelOffboarding(id: "globex") { status }'),
  operate('purgeTenant', 'purgeTenant(id: "globex", now: true) { kind status }'),
  operate('exportTenant', 'exportTenant(id: "acme") { kind status }'),
  operate('moveTenant', 'moveTenant(id: "awake", to: SILO) { kind status }'),
  operate('impersonate', 'impersonate(tenantId: "acme", reason: "A look.") { id }'),
  operate(
    'inviteMember',
    'inviteMember(tenantId: "acme", input: { email: "new@else.test", roles: ["MEMBER"] }) { invitation { email } }',
  ),
  // Reads.
  read('get', 'getTeam(id: "t1") { id name revision }'),
  read('list', 'listPlayers { items { id code rank } totalCount nextToken }'),
  read('count', 'countPlayers'),
  read('count with filter', 'countPlayers(filter: { teamId: { eq: "t1" } })'),
  read('filtered list', 'listPlayers(filter: { teamId: { eq: "t1" } }) { items { id } totalCount }'),
  read(
    'relations',
    'getTeam(id: "t1") { players { items { id team { name } } totalCount } tags { items { tag { id } } } }',
  ),
  // Members are in the order of their ids, which differ from world to world.
  read('invitations', 'invitations { items { email roles status } }'),
  read('permissions', 'me { username permissions tenants { id roles } }'),
  read('tenant', 'tenant { name quota { seatsUsed } plan { name } }'),
  look('tenant', 'tenant(id: "acme") { name seats owners }'),
  look('tenants', 'tenants { items { id status } }'),
];
