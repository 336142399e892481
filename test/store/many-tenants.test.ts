import { assumeTenantRole, openTenantSends, type HttpHandler } from '../../src/store/index.ts';
import { scopeOf } from '../tenants.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const TENANTS = 12_000;

const sessionOf = (tenant: string): string =>
  '<AssumeRoleResponse><AssumeRoleResult><Credentials>' +
  `<AccessKeyId>key-of-${tenant}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>` +
  `<SessionToken>token-of-${tenant}</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>` +
  '</Credentials></AssumeRoleResult></AssumeRoleResponse>';

test('a process that serves 12,000 tenants in turn asks STS once for each, and signs each call as its tenant', async () => {
  const asked: string[] = [];
  const wrong: string[] = [];
  const requestHandler: HttpHandler = {
    handle({ headers, body = '' }) {
      const text = Buffer.from(body).toString();
      const isSts = headers['x-amz-target'] === undefined;
      const tenant = isSts
        ? (new URLSearchParams(text).get('Tags.member.1.Value') ?? '')
        : (/T#([^#]+)#/.exec(text)?.[1] ?? '');
      if (isSts) asked.push(tenant);
      else if (
        headers['x-amz-security-token'] !== `token-of-${tenant}` ||
        !headers['authorization']?.includes(`Credential=key-of-${tenant}/`)
      )
        wrong.push(tenant);
      const answer = isSts ? sessionOf(tenant) : '{}';
      return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Buffer.from(answer) } });
    },
  };
  const assume = assumeTenantRole({ region, roleArn: 'role', client: { credentials, requestHandler } });
  const sendOf = openTenantSends(
    { region, requestHandler, tables: { pool: 'data', siloPrefix: 'silo-' } },
    assume,
  );
  const ids = Array.from({ length: TENANTS }, (_, at) => `t${at}`);
  for (let turn = 0; turn < 2; turn += 1)
    for (const id of ids)
      await sendOf(scopeOf(id))({
        name: 'GetItem',
        input: { Key: { __pk: `T#${id}#x`, __sk: 'y' }, ConsistentRead: true },
      });
  expect(asked).toEqual(ids);
  expect(wrong).toEqual([]);
});
