import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Says which types your front ends get from your API. `npm run codegen` runs it on the API that it has just made; it is an
 * ordinary configuration of graphql-codegen, so you can add a client preset with the operations of your own front end.
 */
const config: CodegenConfig = {
  schema: 'src/generated/api.graphql',
  generates: {
    'src/generated/client.ts': {
      plugins: ['typescript'],
      config: {
        enumsAsTypes: true,
        strictScalars: true,
        useTypeImports: true,
        scalars: {
          AWSDate: 'string',
          AWSTime: 'string',
          AWSDateTime: 'string',
          AWSTimestamp: 'number',
          AWSEmail: 'string',
          AWSJSON: 'string',
          AWSURL: 'string',
          AWSPhone: 'string',
          AWSIPAddress: 'string',
          ID: 'string',
        },
      },
    },
  },
};

export default config;
