import { Refusal, type Directory, type Membership, type TenantRecord } from '../tenant/index.ts';
import { placeholders } from './expression.ts';
import { ConditionFailed, type Item, type Send } from './send.ts';
import { CONTROL_PK, CONTROL_SK } from './table-shape.ts';

/**
 * The control table. Each record is kept under its tenant; a membership also under its user, so that both are found
 * by a key: `TENANT#<id>`/`META`, `TENANT#<id>`/`MEMBER#<sub>`, `USER#<sub>`/`TENANT#<id>`.
 */
const tenantKey = (id: string): Item => ({ [CONTROL_PK]: `TENANT#${id}`, [CONTROL_SK]: 'META' });
const memberKey = (id: string, user: string): Item => ({
  [CONTROL_PK]: `TENANT#${id}`,
  [CONTROL_SK]: `MEMBER#${user}`,
});
const userKey = (id: string, user: string): Item => ({
  [CONTROL_PK]: `USER#${user}`,
  [CONTROL_SK]: `TENANT#${id}`,
});

/** The directory over a Send of the control table. */
export function openDirectory(send: Send): Directory {
  return {
    async lookUp(tenantId, userId) {
      const Keys = [tenantKey(tenantId), memberKey(tenantId, userId)];
      const { Items = [], UnprocessedKeys = [] } = await send({ name: 'BatchGetItem', input: { Keys } });
      // A missing answer must not be read as a missing record.
      if (UnprocessedKeys.length > 0)
        throw new Refusal('THROTTLED', 'Too much is asked at the moment: try again.');
      const meta = Items.find((item) => item[CONTROL_SK] === 'META');
      const member = Items.find((item) => item[CONTROL_SK] !== 'META');
      return { tenant: meta ? tenantOf(meta) : null, membership: member ? membershipOf(member) : null };
    },
    async membershipsOf(userId) {
      const expression = placeholders();
      const KeyConditionExpression = `${expression.name(CONTROL_PK)} = ${expression.value(`USER#${userId}`)}`;
      const input = {
        KeyConditionExpression,
        ...expression.placeheld(KeyConditionExpression),
        ScanIndexForward: true,
      };
      const { Items = [] } = await send({ name: 'Query', input });
      return Items.map(membershipOf).filter(({ status }) => status === 'ACTIVE');
    },
  };
}

/** The control plane as those who run it write it. */
export interface Register {
  /** Creates a tenant. @throws {Refusal} ALREADY_EXISTS: an id is never used twice. */
  putTenant(tenant: TenantRecord): Promise<void>;
  /** @throws {Refusal} NOT_FOUND. */
  setTenantStatus(tenantId: string, status: TenantRecord['status']): Promise<void>;
  /** Writes a membership whole, in both directions at once. */
  putMembership(membership: Membership): Promise<void>;
  removeMembership(tenantId: string, userId: string): Promise<void>;
}

/** The register over a Send of the control table. */
export function openRegister(send: Send): Register {
  return {
    async putTenant(tenant) {
      const expression = placeholders();
      const ConditionExpression = `attribute_not_exists(${expression.name(CONTROL_PK)})`;
      const Item = { ...tenant, ...tenantKey(tenant.id) };
      await refusing('ALREADY_EXISTS', `The tenant id "${tenant.id}" is taken: choose another one.`, () =>
        send({
          name: 'PutItem',
          input: { Item, ConditionExpression, ...expression.placeheld(ConditionExpression) },
        }),
      );
    },
    async setTenantStatus(tenantId, status) {
      const expression = placeholders();
      const ConditionExpression = `attribute_exists(${expression.name(CONTROL_PK)})`;
      const UpdateExpression = `SET ${expression.name('status')} = ${expression.value(status)}`;
      const input = {
        Key: tenantKey(tenantId),
        ConditionExpression,
        UpdateExpression,
        ...expression.placeheld(ConditionExpression, UpdateExpression),
      };
      await refusing('NOT_FOUND', `There is no tenant "${tenantId}".`, () =>
        send({ name: 'UpdateItem', input }),
      );
    },
    async putMembership(membership) {
      const { tenantId, userId } = membership;
      const item = { ...membership, roles: [...membership.roles] };
      const TransactItems = [memberKey(tenantId, userId), userKey(tenantId, userId)].map((key) => ({
        Put: { Item: { ...item, ...key } },
      }));
      await send({ name: 'TransactWriteItems', input: { TransactItems } });
    },
    async removeMembership(tenantId, userId) {
      const TransactItems = [memberKey(tenantId, userId), userKey(tenantId, userId)].map((Key) => ({
        Delete: { Key },
      }));
      await send({ name: 'TransactWriteItems', input: { TransactItems } });
    },
  };
}

async function refusing(
  code: 'ALREADY_EXISTS' | 'NOT_FOUND',
  message: string,
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw error instanceof ConditionFailed ? new Refusal(code, message) : error;
  }
}

function tenantOf(item: Item): TenantRecord {
  const { id, name, status, createdAt } = item as Item & TenantRecord;
  return { id, name, status, createdAt };
}

function membershipOf(item: Item): Membership {
  const { tenantId, userId, email, roles, status } = item as Item & Membership;
  return { tenantId, userId, email, roles, status };
}
