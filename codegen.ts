import type { CodegenConfig } from '@graphql-codegen/cli';
import { printSchema } from 'graphql';

import { loadApp } from './codegen/load-app.ts';

const { model, schema } = loadApp('schema/app');

const scalars = Object.fromEntries(
  ['AWSDate', 'AWSTime', 'AWSDateTime', 'AWSEmail', 'AWSJSON', 'AWSURL', 'AWSPhone', 'AWSIPAddress'].map(
    (name) => [name, 'string'],
  ),
);

const types = {
  strictScalars: true,
  scalars: { ...scalars, AWSTimestamp: 'number', ID: 'string' },
  enumsAsTypes: true,
  useTypeImports: true,
};

/**
 * Everything in src/generated, and the client types of test/e2e, from schema/app: run by `npm run codegen`, committed,
 * checked by `npm run check`.
 */
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
        ...types,
        enumType: 'string-literal',
        immutableTypes: true,
        contextType: './models.ts#Context',
        mappers: Object.fromEntries(
          Object.keys(model.models).map((name) => [name, `./models.ts#${name}Row as ${name}RowMapper`]),
        ),
      },
    },
    'test/e2e/generated/': {
      preset: 'client',
      documents: 'test/e2e/operations.graphql',
      presetConfig: { fragmentMasking: false },
      config: types,
    },
  },
};

export default config;
