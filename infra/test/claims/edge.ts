import plans from '../../../src/generated/plans.json';
import { tierKey } from '../../../src/lambda/gateway-tiers.ts';
import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, names } from './claim.ts';

/** The methods of the tenants' API that clients call. */
function tenantMethods(template: Template): [string, Resource][] {
  return ofType(template, 'AWS::ApiGateway::Method').filter(
    ([id, { Properties }]) => id.startsWith('Tenants') && Properties['HttpMethod'] !== 'OPTIONS',
  );
}

/** The value of the gateway's key of a plan, by what the authorizer is told. */
function keyOf(template: Template, plan: string): string {
  const { Variables } = first(template, 'AWS::Lambda::Function', /^authorizerFunction/).Properties[
    'Environment'
  ] as { Variables: Record<string, string> };
  return tierKey(Variables['TIER_PREFIX'] ?? '', plan);
}

interface MethodSetting {
  readonly ResourcePath: string;
  readonly HttpMethod: string;
  readonly CachingEnabled?: boolean;
  CacheDataEncrypted?: boolean;
  CacheTtlInSeconds?: number;
}

/** Stands for all that an answer depends on. */
const KEY = [
  'method.request.header.Authorization',
  'method.request.header.accept',
  'method.request.header.x-error-format',
  'method.request.querystring.query',
  'method.request.querystring.variables',
  'method.request.querystring.operationName',
  'method.request.querystring.extensions',
  'integration.request.header.X-Tenant-Id',
  'integration.request.header.X-Principal-Id',
];

/** What the gateway bounds and keeps by itself: the outer wall of each plan, and answers to GETs. */
export const edge: readonly Claim[] = [
  {
    title:
      'each plan is a tier: a throttle, no quota that strangers would share, and the key that the authorizer names',
    faults: (template) =>
      Object.keys(plans).flatMap((name) => {
        const keys = ofType(template, 'AWS::ApiGateway::ApiKey').filter(
          ([, { Properties }]) => Properties['Value'] === keyOf(template, name),
        );
        const counted = ofType(template, 'AWS::ApiGateway::UsagePlanKey').filter(([, { Properties }]) =>
          keys.some(([key]) => names(Properties['KeyId'], key)),
        );
        const usagePlans = ofType(template, 'AWS::ApiGateway::UsagePlan').filter(([id]) =>
          counted.some(([, { Properties }]) => names(Properties['UsagePlanId'], id)),
        );
        const held = usagePlans.filter(
          ([, { Properties }]) =>
            !('Quota' in Properties) &&
            names(Properties['Throttle'], 'RateLimit') &&
            names(Properties['ApiStages'], 'TenantsApi'),
        );
        return keys.length === 1 && held.length === 1 ? [] : [name];
      }),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::ApiKey').Properties['Value'] = 'the key of nobody, as it seems';
    },
  },
  {
    title: "every request of the tenants' API counts to a tier, which the authorizer names and no client",
    faults: (template) => [
      ...tenantMethods(template)
        .filter(([, { Properties }]) => Properties['ApiKeyRequired'] !== true)
        .map(([id]) => id),
      ...(first(template, 'AWS::ApiGateway::RestApi', /^Tenants/).Properties['ApiKeySourceType'] ===
      'AUTHORIZER'
        ? []
        : ['the source of keys']),
    ],
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::RestApi', /^Tenants/).Properties['ApiKeySourceType'] = 'HEADER';
    },
  },
  {
    title:
      'answers are kept of GETs by tenants alone, encrypted, a minute at most, and nowhere unless a stage asks',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage').flatMap(([id, { Properties }]) => {
        const settings = list(Properties['MethodSettings']) as MethodSetting[];
        const kept = settings.filter(({ CachingEnabled }) => CachingEnabled);
        const wrong = kept.filter(
          ({ ResourcePath, HttpMethod, CacheDataEncrypted, CacheTtlInSeconds = 300 }) =>
            ResourcePath !== '/~1graphql' ||
            HttpMethod !== 'GET' ||
            CacheDataEncrypted !== true ||
            CacheTtlInSeconds > 60 ||
            !id.startsWith('Tenants'),
        );
        return [
          ...wrong.map(({ HttpMethod }) => `${id}: ${HttpMethod}`),
          ...((Properties['CacheClusterEnabled'] === true) === kept.length > 0
            ? []
            : [`${id}: a cache for nothing`]),
        ];
      }),
    breakIt: (template) => {
      const settings = first(template, 'AWS::ApiGateway::Stage', /^Tenants/).Properties[
        'MethodSettings'
      ] as MethodSetting[];
      for (const setting of settings.filter(({ HttpMethod }) => HttpMethod === 'GET'))
        setting.CacheDataEncrypted = false;
    },
  },
  {
    title:
      'an answer that is kept is found again by who asks and all that was asked: tenant, user, token, form, document',
    faults: (template) => {
      const caches = ofType(template, 'AWS::ApiGateway::Stage').some(
        ([, { Properties }]) => Properties['CacheClusterEnabled'] === true,
      );
      return tenantMethods(template)
        .filter(([, { Properties }]) => caches && Properties['HttpMethod'] === 'GET')
        .flatMap(([id, { Properties }]) => {
          const { CacheKeyParameters = [], RequestParameters = {} } = Properties['Integration'] as {
            CacheKeyParameters?: string[];
            RequestParameters?: Record<string, string>;
          };
          const declared = [
            ...Object.keys(Properties['RequestParameters'] ?? {}),
            ...Object.keys(RequestParameters),
          ];
          const spoofed =
            RequestParameters['integration.request.header.X-Tenant-Id'] !== 'context.authorizer.tenantId' ||
            RequestParameters['integration.request.header.X-Principal-Id'] !==
              'context.authorizer.principalId';
          return [
            ...KEY.filter((parameter) => !CacheKeyParameters.includes(parameter)).map(
              (name) => `${id}: ${name}`,
            ),
            ...CacheKeyParameters.filter((name) => !declared.includes(name)).map(
              (name) => `${id}: ${name}, undeclared`,
            ),
            ...(spoofed ? [`${id}: whoever asks`] : []),
          ];
        });
    },
    breakIt: (template) => {
      const [, method] =
        tenantMethods(template).find(([, { Properties }]) => Properties['HttpMethod'] === 'GET') ?? [];
      const integration = method?.Properties['Integration'] as { CacheKeyParameters: string[] };
      integration.CacheKeyParameters = integration.CacheKeyParameters.filter(
        (name) => !/authorization$/i.test(name),
      );
    },
  },
];
