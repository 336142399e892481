import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';

import { assumeTenantRole, type HttpHandler } from '../../src/store/index.ts';
import { scopeOf } from '../tenants.ts';

const region = 'eu-central-1';
const roleArn = 'arn:aws:iam::000000000000:role/tenant';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const { tenantId } = scopeOf('acme');

const session =
  '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <AssumeRoleResult>\n' +
  '    <AssumedRoleUser><AssumedRoleId>A:acme</AssumedRoleId><Arn>arn:aws:sts::0:assumed-role/tenant/acme</Arn></AssumedRoleUser>\n' +
  '    <Credentials>\n      <AccessKeyId>ASIAEXAMPLE</AccessKeyId>\n      <SecretAccessKey>a/b+c</SecretAccessKey>\n' +
  '      <SessionToken>AQoDYXdzE/+=</SessionToken>\n      <Expiration>2026-11-29T22:00:00Z</Expiration>\n    </Credentials>\n' +
  '  </AssumeRoleResult>\n  <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>\n</AssumeRoleResponse>';
const refusal = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>User: a &amp; b &lt;x&gt;</Message></Error></ErrorResponse>`;

/** Returns STS that answers each request with the next of the given bodies, and the bodies that it received. */
function fakeSts(...answers: readonly (readonly [number, string])[]) {
  const sent: string[] = [];
  const requestHandler: HttpHandler = {
    handle({ body }) {
      const [statusCode, text] = answers[Math.min(sent.length, answers.length - 1)] ?? [500, ''];
      sent.push(Buffer.from(body ?? '').toString());
      return Promise.resolve({ response: { statusCode, headers: {}, body: Buffer.from(text) } });
    },
  };
  return { sent, client: { credentials, requestHandler } };
}
const bySdk = (client: ReturnType<typeof fakeSts>['client']) =>
  new STSClient({ region, maxAttempts: 1, ...(client as unknown as STSClientConfig) }).send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: 'acme',
      DurationSeconds: 3600,
      Tags: [{ Key: 'TenantId', Value: 'acme' }],
    }),
  );

describe('the tenant role', () => {
  test('is requested and read as the SDK does', async () => {
    const ours = fakeSts([200, session]);
    const sdk = fakeSts([200, session]);
    const read = await assumeTenantRole({ region, roleArn, client: ours.client })(tenantId);
    const { Credentials } = await bySdk(sdk.client);
    expect(read).toEqual({
      accessKeyId: Credentials?.AccessKeyId,
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
      expiration: Credentials?.Expiration,
    });
    const parameters = ({ sent: [body] }: typeof ours) => Object.fromEntries(new URLSearchParams(body));
    expect(parameters(ours)).toEqual(parameters(sdk));
  });

  test.each(['AccessDenied', 'ValidationError'])('fails with the error of STS: %s', async (code) => {
    const ours = fakeSts([403, refusal(code)]);
    const assume = assumeTenantRole({ region, roleArn, client: ours.client });
    const sdk: unknown = await bySdk(fakeSts([403, refusal(code)]).client).catch((error: unknown) => error);
    const { name, message } = sdk as Error;
    await expect(assume(tenantId)).rejects.toMatchObject({ name, message });
    expect(ours.sent).toHaveLength(1);
  });

  test('is requested again if STS fails, throttles, or is cut off', async () => {
    for (const answer of [
      [500, refusal('InternalFailure')],
      [400, refusal('Throttling')],
      [200, '<Ass'],
    ] as const) {
      const { sent, client } = fakeSts(answer, [200, session]);
      await assumeTenantRole({ region, roleArn, client })(tenantId);
      expect(sent).toHaveLength(2);
    }
  });

  test.each([
    ['no token', session.replace(/<SessionToken>.*<\/SessionToken>/, '')],
    ['an empty key', session.replace('ASIAEXAMPLE', '')],
    ['two sessions', session.replace('</AssumeRoleResult>', session)],
    ['an end that is no time', session.replace('2026-11-29T22:00:00Z', 'soon')],
  ])('is not read from an answer with %s', async (_what, answer) => {
    const { client } = fakeSts([200, answer]);
    await expect(assumeTenantRole({ region, roleArn, client })(tenantId)).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
  });
});
