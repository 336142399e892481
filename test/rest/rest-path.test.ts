import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

import { createRestHandler } from '../../src/lambda/rest-handler.ts';
import type { RestRequest } from '../../src/rest/index.ts';

/** Returns the base and the path that the REST API reads in an event of a gateway. */
async function readIn(
  event: Partial<APIGatewayProxyEvent> & { readonly version?: string },
): Promise<string[]> {
  const read: RestRequest[] = [];
  const handler = createRestHandler(
    (request) => {
      read.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: '' });
    },
    { log: () => undefined },
  );
  const { path, ...more } = event;
  const requestContext = { requestId: 'r', path: `/api${path ?? ''}`, ...more.requestContext };
  await handler(
    {
      headers: {},
      httpMethod: 'GET',
      resource: '/rest/{proxy+}',
      ...event,
      requestContext,
    } as APIGatewayProxyEvent,
    { getRemainingTimeInMillis: () => 29_000 } as Context,
  );
  return read.flatMap((request) => [request.base, request.path]);
}

describe('the path of a REST call', () => {
  it('is read as a REST API passes it on, which decodes nothing', async () => {
    expect(await readIn({ path: '/rest/v1/tasks/a%2Fb%20c' })).toEqual(['/api/rest', '/v1/tasks/a%2Fb%20c']);
  });

  it('is encoded again if an HTTP API has decoded it, so that a key is decoded once', async () => {
    expect(await readIn({ version: '1.0', path: '/rest/v1/tasks/100% of%2Fb' })).toEqual([
      '/api/rest',
      '/v1/tasks/100%25%20of%252Fb',
    ]);
  });

  it('has the stage of an HTTP API before it, or not', async () => {
    expect(await readIn({ version: '1.0', path: '/api/rest/v1/tasks' })).toContain('/v1/tasks');
  });

  it('has no stage behind a custom domain', async () => {
    const requestContext = { path: '/rest/v1/tasks' } as APIGatewayProxyEvent['requestContext'];
    expect(await readIn({ path: '/rest/v1/tasks', requestContext })).toEqual(['/rest', '/v1/tasks']);
  });
});
