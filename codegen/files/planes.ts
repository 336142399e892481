import { printSchema, type GraphQLSchema } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { PLATFORM_SCHEMA, readSources } from '../../src/app/index.ts';
import { readModel, type Model } from '../../src/model/index.ts';

import type { Files } from '../model-files.ts';
import { typedResolvers } from './typed-resolvers.ts';

const FOLDER = 'src/platform/generated';

/** The TypeScript types of the platform's GraphQL types. Resolvers return records as the store keeps them. */
const RECORDS = {
  File: '../files/shown-file.ts#ShownFile',
  Tenant: '../../tenant/index.ts#TenantRecord',
  Upload: '../files/show-upload.ts#ShownUpload',
  TenantMember: '../members/edit-member.ts#ShownMember',
  TenantApiKey: '../../tenant/index.ts#ApiKeyRecord',
  TenantImpersonation: '../../tenant/index.ts#ApiKeyRecord',
  TenantInvitation: '../../store/index.ts#InvitationRecord',
  TenantAuditEvent: '../../store/index.ts#SealedEvent',
  TenantJob: '../../store/index.ts#JobRecord',
  TenantWebhook: '../../store/index.ts#WebhookRecord',
  TenantWebhookDelivery: '../../store/index.ts#DeliveryRecord',
  TenantQuota: '../limits/read-quota.ts#ReadQuota',
  TenantUsage: '../usage/tenant-usage.ts#UsageOfTenant',
  TenantFleetUsage: '../usage/fleet.ts#FleetUsage',
};

/** Returns the types of the resolvers of both planes, and the operators' API as SDL and as a model. */
export async function planeFiles(): Promise<Files> {
  const tenants = readPlane(PLATFORM_SCHEMA);
  const operators = readPlane('schema/operator');
  return {
    [`${FOLDER}/platform.ts`]: await resolversOf(tenants.schema, '../context.ts#PlatformContext'),
    [`${FOLDER}/operator.ts`]: await resolversOf(operators.schema, '../operator/operator.ts#OperatorContext'),
    // The Lambda parses no SDL at a cold start.
    [`${FOLDER}/operator.json`]: `${JSON.stringify(operators.model, null, 1)}\n`,
    [`${FOLDER}/operator.graphql`]: `${printSchema(operators.schema)}\n`,
  };
}

function resolversOf(schema: GraphQLSchema, contextType: string): Promise<string> {
  const mappers = Object.entries(RECORDS).filter(([name]) => schema.getType(name));
  return typedResolvers(printSchema(schema), {
    contextType,
    mappers: Object.fromEntries(mappers),
  });
}

function readPlane(folder: string): { model: Model; schema: GraphQLSchema } {
  const { model, problems } = readModel(readSources(folder));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { model, schema: compile(model) };
}
