import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { createRequire } from 'node:module';

import type { Ask, Measured, Operation } from '../protocol.ts';

/** The handler of a function, as Lambda calls it. */
type Handler = (
  event: object,
  context: object,
) => Promise<{ readonly statusCode: number; readonly body: string }>;

/** Microseconds between two samples of a profile. */
const SAMPLING = 200;
const load = createRequire(__filename);
const context = { getRemainingTimeInMillis: () => 29_000, awsRequestId: 'bench', functionName: 'bench' };
const { handler } = load(process.env['BENCH_BUNDLE'] ?? '') as { readonly handler: Handler };

process.on('message', (asked: Ask) => {
  (asked.profile === undefined ? measure(asked) : profiled(asked, asked.profile)).then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function measure({ operation, token, requests, parallel }: Ask): Promise<Measured> {
  const event = eventOf(operation, token);
  const times: number[] = [];
  let body = '';
  const before = process.cpuUsage();
  for (let done = 0; done < requests; done += parallel)
    await Promise.all(
      Array.from({ length: parallel }, async () => {
        const start = process.hrtime.bigint();
        const answer = await handler(
          { ...event, requestContext: { ...event.requestContext, requestId: randomUUID() } },
          context,
        );
        times.push(Number(process.hrtime.bigint() - start) / 1_000);
        ({ body } = answer);
        if (answer.statusCode !== 200 || body.startsWith('{"errors"'))
          throw new Error(`${answer.statusCode} ${body.slice(0, 500)}`);
      }),
    );
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  return {
    cpu: (user + system) / (Math.ceil(requests / parallel) * parallel),
    time: times[times.length >> 1] ?? 0,
    body,
  };
}

/** Measures requests and writes the profile of their CPU. */
async function profiled(asked: Ask, file: string): Promise<Measured> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING });
  await session.post('Profiler.start');
  const measured = await measure(asked);
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
  session.disconnect();
  return measured;
}

/** Returns the event of API Gateway for a POST. */
function eventOf(operation: Operation, token: string) {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
  };
  return {
    resource: '/graphql',
    path: '/graphql',
    httpMethod: 'POST',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'abc123',
      httpMethod: 'POST',
      identity: { sourceIp: '192.0.2.1', userAgent: 'bench' },
      path: '/api/graphql',
      protocol: 'HTTP/1.1',
      resourcePath: '/graphql',
      stage: 'api',
    },
    body: JSON.stringify(operation),
    isBase64Encoded: false,
  };
}
