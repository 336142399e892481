import { openSecret, type Secret } from '../../src/store/index.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:CursorSecret-AbCdEf';

/** What Secrets Manager answers with a status. A secret of bytes has no text. */
const ANSWERS: Readonly<Record<number, object>> = {
  200: { SecretString: 's3cret' },
  206: { SecretBinary: 'czNjcmV0' },
  500: { __type: 'InternalServiceError' },
};

interface Asked {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Opens a secret of a Secrets Manager that first answers with these statuses, then with the secret. */
function open(...statuses: number[]): { readonly secret: Secret; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const handle = (request: Asked) => {
    asked.push(request);
    const statusCode = statuses.shift() ?? 200;
    const body = ANSWERS[statusCode];
    return Promise.resolve({
      response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(body)) },
    });
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return {
    secret: openSecret({ region: 'eu-central-1', arn: ARN, credentials, requestHandler: { handle } }),
    asked,
  };
}

it('a secret is read once, however many wait for it', async () => {
  const { secret, asked } = open();
  await Promise.all([secret.ready(), secret.ready()]);
  await secret.ready();
  expect(secret.value()).toBe('s3cret');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    hostname: 'secretsmanager.eu-central-1.amazonaws.com',
    headers: {
      'x-amz-target': 'secretsmanager.GetSecretValue',
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify({ SecretId: ARN }),
  });
});

it('a read that fails is repeated, also by a later call', async () => {
  const { secret, asked } = open(500, 500, 500, 500);
  await expect(secret.ready()).rejects.toThrow('InternalServiceError');
  expect(() => secret.value()).toThrow('before it is read');
  await secret.ready();
  expect(secret.value()).toBe('s3cret');
  expect(asked).toHaveLength(5);
});

it('a secret of bytes is an error that says so', async () => {
  const { secret, asked } = open(206, 206, 206);
  await expect(secret.ready()).rejects.toThrow('The secret has no text.');
  expect(asked).toHaveLength(3);
});
