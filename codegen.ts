import type { CodegenConfig } from '@graphql-codegen/cli';
import { printSchema } from 'graphql';

import { loadApp } from './codegen/load-app.ts';

const { model, schema } = loadApp('schema/app');

const scalars = Object.fromEntries(
  ['AWSDate', 'AWSTime', 'AWSDateTime', 'AWSEmail', 'AWSJSON', 'AWSURL', 'AWSPhone', 'AWSIPAddress'].map(
    (name) => [name, 'string'],
  ),
);

/** Everything in src/generated, from schema/app: run by `npm run codegen`, committed, checked by `npm run check`. */
const config: CodegenConfig = {
  schema: printSchema(schema),
  generates: {
    'src/generated/api.graphql': { plugins: ['./codegen/api.ts'] },
    'src/generated/model.json': { plugins: ['./codegen/model.ts'] },
    'src/generated/models.ts': { plugins: ['./codegen/models.ts'] },
    'src/generated/custom.ts': { plugins: ['./codegen/custom.ts'] },
    'schema/aws.graphql': { plugins: ['./codegen/prelude.ts'] },
    'src/generated/resolvers.ts': {
      plugins: ['typescript', 'typescript-resolvers', './codegen/required-resolvers.ts'],
      config: {
        strictScalars: true,
        scalars: { ...scalars, AWSTimestamp: 'number', ID: 'string' },
        enumsAsTypes: true,
        enumType: 'string-literal',
        useTypeImports: true,
        immutableTypes: true,
        contextType: './models.ts#Context',
        mappers: Object.fromEntries(
          Object.keys(model.models).map((name) => [name, `./models.ts#${name}Row as ${name}RowMapper`]),
        ),
      },
    },
  },
};

export default config;
