import type { CodegenConfig } from '@graphql-codegen/cli';
import { printSchema } from 'graphql';

import { loadApp, loadPlane } from './codegen/load-app.ts';

const { model, schema } = loadApp();

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

const app = { schema: printSchema(schema) };

/** A file that one script of codegen/ writes as a whole. */
const written = (plugin: string) => ({ ...app, plugins: [plugin] });

/** The resolvers of a plane of the platform, typed by its schema; records are passed on as they are kept. */
const plane = (folder: string, contextType: string) => {
  const { schema } = loadPlane(folder);
  const mappers = Object.fromEntries(Object.entries(records).filter(([name]) => schema.getType(name)));
  return {
    schema: printSchema(schema),
    plugins: ['typescript', 'typescript-resolvers'],
    config: { ...types, enumType: 'string-literal', immutableTypes: true, contextType, mappers },
  };
};
const tenantModule = '../tenant/index.ts';
const storeModule = '../store/index.ts';
const records = {
  Tenant: `${tenantModule}#TenantRecord`,
  TenantMember: `${tenantModule}#Membership`,
  TenantApiKey: `${tenantModule}#ApiKeyRecord`,
  TenantImpersonation: `${tenantModule}#ApiKeyRecord`,
  TenantInvitation: `${storeModule}#InvitationRecord`,
  TenantAuditEvent: `${storeModule}#AuditEvent`,
  TenantJob: `${storeModule}#JobRecord`,
};

/**
 * Everything in src/generated, and the client types of test/e2e, from schema/app: run by `npm run codegen`, committed,
 * checked by `npm run check`.
 */
const config: CodegenConfig = {
  generates: {
    'src/generated/api.graphql': written('./codegen/api.ts'),
    'src/generated/model.json': written('./codegen/model.ts'),
    'src/generated/plans.json': written('./codegen/plans.ts'),
    'src/generated/models.ts': written('./codegen/models.ts'),
    'src/generated/custom.ts': written('./codegen/custom.ts'),
    'schema/aws.graphql': written('./codegen/prelude.ts'),
    'src/generated/resolvers.ts': {
      ...app,
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
    'src/generated/platform.ts': plane('schema/platform', '../platform/index.ts#PlatformContext'),
    'src/generated/operator.ts': plane('schema/operator', '../platform/index.ts#OperatorContext'),
    'src/generated/operator.json': written('./codegen/operator.ts'),
    'src/generated/operator.graphql': written('./codegen/operator-api.ts'),
    'test/e2e/generated/': {
      ...app,
      preset: 'client',
      documents: 'test/e2e/operations.graphql',
      presetConfig: { fragmentMasking: false },
      config: types,
    },
  },
};

export default config;
