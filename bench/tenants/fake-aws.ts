import { marshal } from '../../src/store/dynamo/driver/marshal.ts';
import type { HttpHandler } from '../../src/store/index.ts';
import { newTenant } from '../../src/tenant/index.ts';
import { memberOf } from '../../test/register.ts';

/** The tenant whose row is written once, so that the rows of all have the format of the store. */
export const FIRST = 'tenant-00000';
export const CONTROL = 'control';

/** STS and DynamoDB in memory, as the senders of requests. They answer at once, and keep nothing of a tenant. */
export interface FakeAws {
  readonly handler: HttpHandler;
  /** The calls since the start, by operation: `AssumeRole`, `BatchGetItem`. */
  readonly calls: Map<string, number>;
}

type Key = Readonly<Record<string, { readonly S: string }>>;
interface Body {
  readonly TableName?: string;
  readonly Key?: Key;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
  readonly TransactItems?: readonly { readonly Put?: { readonly Item: object } }[];
  readonly Item?: object;
}

/** Characters of a session's token, as STS answers them for a session with one tag. */
const TOKEN = 900;

/** Opens the fakes. Every tenant exists, has its own user, and the row that the first one wrote. */
export function openFakeAws(): FakeAws {
  const calls = new Map<string, number>();
  let row = '';
  const itemOf = (table: string, key: Key): object => {
    if (table === CONTROL) return { ...recordOf(key), ...key };
    const [, tenant = ''] = (key['__pk']?.S ?? '').split('#');
    return JSON.parse(row.replaceAll(`T#${FIRST}#`, `T#${tenant}#`)) as object;
  };
  const answerTo = (operation: string, body: Body): object => {
    const { TableName: table = '', Key: key, RequestItems: of = {}, TransactItems = [], Item } = body;
    const puts = [Item, ...TransactItems.map(({ Put }) => Put?.Item)].map((item) =>
      JSON.stringify(item ?? {}),
    );
    row ||= puts.find((item) => item.includes('"Rocket"')) ?? '';
    const Responses = Object.fromEntries(
      Object.entries(of).map(([name, { Keys }]) => [name, Keys.map((one) => itemOf(name, one))]),
    );
    if (operation === 'BatchGetItem') return { Responses, UnprocessedKeys: {} };
    return operation === 'GetItem' && key ? { Item: itemOf(table, key) } : {};
  };
  return {
    calls,
    handler: {
      handle({ headers, body = '' }) {
        const text = Buffer.from(body).toString();
        const [, operation = 'AssumeRole'] = (headers['x-amz-target'] ?? '').split('.');
        calls.set(operation, (calls.get(operation) ?? 0) + 1);
        const answer =
          operation === 'AssumeRole'
            ? session(text)
            : JSON.stringify(answerTo(operation, JSON.parse(text) as Body));
        return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Buffer.from(answer) } });
      },
    },
  };
}

function recordOf({ pk, sk }: Key): object {
  const [, tenantId = ''] = (pk?.S ?? '').split('#');
  const record =
    sk?.S === 'META'
      ? newTenant({ id: tenantId, name: tenantId, plan: 'enterprise' })
      : memberOf({ tenantId, userId: (sk?.S ?? '').split('#')[1] ?? '', roles: ['ADMIN'] });
  return marshal({ ...record });
}

function session(asked: string): string {
  const tenant = new URLSearchParams(asked).get('Tags.member.1.Value') ?? '';
  return (
    '<AssumeRoleResponse><AssumeRoleResult><Credentials>' +
    `<AccessKeyId>ASIA${tenant.toUpperCase()}</AccessKeyId><SecretAccessKey>${'s'.repeat(40)}</SecretAccessKey>` +
    `<SessionToken>${tenant.padEnd(TOKEN, 'x')}</SessionToken>` +
    `<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>` +
    '</Credentials></AssumeRoleResult></AssumeRoleResponse>'
  );
}
