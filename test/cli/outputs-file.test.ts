import '../browser-name.ts';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseAmplifyConfig } from 'aws-amplify/utils';

import { FIXTURE } from '../../codegen/places.ts';
import { readServedSources } from '../../src/app/index.ts';
import { amplifyOutputs, introspect, type Addresses } from '../../src/cli/outputs/index.ts';
import { run } from '../e2e/run.ts';
import { temporaryFolder } from '../e2e/start-server.ts';
import { modelOf } from '../shared/model-of.ts';
import { LAPTOP } from './addresses.ts';

const fixture = modelOf(readServedSources(FIXTURE.schema)).model;

describe('the file amplify_outputs.json', () => {
  const stage: Addresses = {
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_AbCd12345',
    userPoolClientId: 'client',
    identityPoolId: 'eu-central-1:0f1e2d3c-0000-4000-8000-000000000001',
    filesBucket: 'tenantql-dev-files',
    cloudEndpoint: null,
    endpoint: 'https://rest.execute-api.eu-central-1.amazonaws.com/api/graphql',
    realtimeEndpoint: 'wss://socket.execute-api.eu-central-1.amazonaws.com/realtime',
  };
  const modelIntrospection = introspect(fixture);

  it('configures the library for a laptop, whose pools and bucket it names in addition', () => {
    const written = amplifyOutputs(LAPTOP, modelIntrospection);
    expect(parseAmplifyConfig(written)).toEqual({
      Auth: { Cognito: { userPoolId: 'us-east-1_LOCAL0001', userPoolClientId: 'client' } },
      Storage: { S3: { bucket: 'files.local', region: 'us-east-1' } },
      API: {
        GraphQL: {
          endpoint: 'http://localhost:4000/api/graphql',
          region: 'us-east-1',
          defaultAuthMode: 'userPool',
          modelIntrospection,
        },
      },
    });
    expect(written.custom).toEqual({
      Cognito: { userPoolEndpoint: 'http://localhost:4000' },
      Files: { identityPoolId: LAPTOP.identityPoolId, identityPoolEndpoint: 'http://localhost:4000' },
      GraphQL: {},
      Storage: { useAccelerateEndpoint: false, customEndpoint: 'localhost:4000' },
    });
  });

  it('splits the endpoint of a stage without a domain, to which the library appends /realtime', () => {
    const { data, custom } = amplifyOutputs(stage, modelIntrospection);
    expect([data.url, custom]).toEqual([
      stage.endpoint,
      {
        Cognito: {},
        Files: { identityPoolId: stage.identityPoolId },
        GraphQL: {
          endpoint: 'https://socket.execute-api.eu-central-1.amazonaws.com',
          customEndpoint: stage.endpoint,
          customEndpointRegion: 'eu-central-1',
        },
        Storage: { useAccelerateEndpoint: false },
      },
    ]);
  });

  it('is written by "npm run outputs" for a stage, from what its deployment wrote', async () => {
    const folder = temporaryFolder();
    const [outputs, file] = [join(folder, 'outputs.json'), join(folder, 'amplify_outputs.json')];
    const deployed = {
      Endpoint: stage.endpoint,
      SocketEndpoint: stage.realtimeEndpoint,
      UserPoolId: stage.userPoolId,
      UserPoolClientId: stage.userPoolClientId,
      IdentityPoolId: stage.identityPoolId,
      FilesBucket: stage.filesBucket,
    };
    writeFileSync(outputs, JSON.stringify({ 'tenantql-dev': deployed }));
    const command = await run('src/cli/commands/outputs.ts', [
      ...['--stage', 'dev', '--outputs', outputs, '--schema', FIXTURE.schema, '--file', file],
    ]);
    expect(command).toMatchObject({ code: 0, stderr: '' });
    expect(command.stdout).toContain('outputs.custom.GraphQL);');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(amplifyOutputs(stage, introspect(fixture)))),
    );
    rmSync(folder, { recursive: true });
  });

  it('needs nothing in addition if a domain serves requests and subscriptions', () => {
    const endpoint = 'https://api.example.com/graphql';
    const realtimeEndpoint = 'wss://api.example.com/graphql/realtime';
    const written = amplifyOutputs({ ...stage, endpoint, realtimeEndpoint }, modelIntrospection);
    expect(written.custom).toEqual({
      Cognito: {},
      Files: { identityPoolId: stage.identityPoolId },
      GraphQL: {},
      Storage: { useAccelerateEndpoint: false },
    });
  });
});
