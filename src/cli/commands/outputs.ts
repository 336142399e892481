import { writeFileSync } from 'node:fs';

import { readServedSources, UsageError } from '../../app/index.ts';
import { printProblems, readModel, type Model } from '../../model/index.ts';
import { findServer } from '../../local/data-directory/index.ts';
import { amplifyOutputs, introspect, type Addresses, type AmplifyOutputs } from '../outputs/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { OUTPUTS, readOutputs, readPage } from '../sign-in/index.ts';

const USAGE = `Usage: npm run outputs [-- OPTIONS]

Writes amplify_outputs.json, by which the Amplify library finds an API, its user pool and its models.

  --stage NAME      a deployed stage; else the server on this machine
  --outputs FILE    for --stage: what its deployment wrote          (${OUTPUTS})
  --data DIR        the data directory of the server                (.tenantql)
  --schema DIR      the schema: a folder of .graphql files          (schema/app)
  --file FILE       where to write                                  (amplify_outputs.json)
`;

/** Writes `amplify_outputs.json` for the server on this machine or for a stage. */
runCommand(async () => {
  const { values } = parseArguments(
    {
      options: {
        stage: { type: 'string' },
        outputs: { type: 'string', default: OUTPUTS },
        data: { type: 'string', default: '.tenantql' },
        schema: { type: 'string', default: 'schema/app' },
        file: { type: 'string', default: 'amplify_outputs.json' },
      },
    },
    USAGE,
  );
  const { stage, file } = values;
  const model = readServedModel(values.schema);
  const addresses =
    stage === undefined ? await localAddresses(values.data) : stageAddresses(stage, values.outputs);
  const written = amplifyOutputs(addresses, introspect(model));
  writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
  process.stdout.write(report(file, written));
});

function readServedModel(schema: string): Model {
  const sources = readServedSources(schema);
  const { model, problems } = readModel(sources);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UsageError(printProblems(errors, sources));
  return model;
}

async function localAddresses(data: string): Promise<Addresses> {
  const url = findServer(data);
  const { region, userPoolId, clientId, files, endpoint: path } = await readPage(url, 'tenant');
  if (!files) throw new UsageError('The server on this machine keeps no files: start it with this version.');
  const endpoint = `${url}${path}`;
  return {
    region,
    userPoolId,
    userPoolClientId: clientId,
    identityPoolId: files.identityPoolId,
    filesBucket: files.bucket,
    cloudEndpoint: url,
    endpoint,
    realtimeEndpoint: `${endpoint.replace(/^http/, 'ws')}/realtime`,
  };
}

function stageAddresses(stage: string, file: string): Addresses {
  const outputs = readOutputs(stage, file);
  const { Endpoint, SocketEndpoint, UserPoolId, UserPoolClientId, IdentityPoolId, FilesBucket } = outputs;
  for (const name of ['SocketEndpoint', 'IdentityPoolId', 'FilesBucket'] as const)
    if (!outputs[name]) {
      throw new UsageError(
        `The outputs of the stage "${stage}" lack ${name}: deploy it again with this version.`,
      );
    }
  return {
    region: UserPoolId.split('_')[0] ?? '',
    userPoolId: UserPoolId,
    userPoolClientId: UserPoolClientId,
    identityPoolId: IdentityPoolId,
    filesBucket: FilesBucket,
    cloudEndpoint: null,
    endpoint: Endpoint,
    realtimeEndpoint: SocketEndpoint,
  };
}

function report(file: string, { data }: AmplifyOutputs): string {
  const models = Object.keys(data.model_introspection.models).length;
  return [
    `Wrote ${file}: ${models === 1 ? '1 model' : `${models} models`} at ${data.url}.`,
    '',
    "  import { Amplify } from 'aws-amplify';",
    "  import { parseAmplifyConfig } from 'aws-amplify/utils';",
    `  import outputs from './${file.split('/').at(-1) ?? file}';`,
    '',
    '  const config = parseAmplifyConfig(outputs);',
    '  Object.assign(config.Auth?.Cognito ?? {}, outputs.custom.Cognito);',
    '  Object.assign(config.API?.GraphQL ?? {}, outputs.custom.GraphQL);',
    '  Amplify.configure(config);',
    '',
    'See docs/amplify.md. Write the file again when the schema changes.',
    '',
  ].join('\n');
}
