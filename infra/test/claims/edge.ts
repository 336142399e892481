import { tierKey } from '../../../src/lambda/gateway-tiers.ts';
import { fixtureApp } from '../fixture-app.ts';
import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, names } from './claim.ts';

/** Returns the methods of the tenants' API that clients call. */
function tenantMethods(template: Template): [string, Resource][] {
  return ofType(template, 'AWS::ApiGateway::Method').filter(
    ([id, { Properties }]) => id.startsWith('Tenants') && Properties['HttpMethod'] !== 'OPTIONS',
  );
}

/** Returns whether a method is one of `/graphql`. Those of REST are never cached. */
const isGraphql = (id: string): boolean => id.startsWith('TenantsApigraphql');

/** Returns the gateway's key of a plan, computed from the environment of the authorizer. */
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

/** The parameters that an answer depends on. */
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

/** Claims about throttles for each plan and about cached answers to GET requests. */
export const edge: readonly Claim[] = [
  {
    title:
      'each plan has a usage plan with a throttle, no shared quota, and the key that the authorizer returns',
    ofRest: true,
    faults: (template) =>
      Object.keys(fixtureApp.plans).flatMap((name) => {
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
    title: "every request of the tenants' API needs a tier key, which only the authorizer can set",
    ofRest: true,
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
      'only answers to GET requests of tenants are cached, encrypted, at most a minute, and only if the stage enables it',
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
      'the cache key has the tenant, user, token, media type, error format and all parameters of the query',
    faults: (template) => {
      const caches = ofType(template, 'AWS::ApiGateway::Stage').some(
        ([, { Properties }]) => Properties['CacheClusterEnabled'] === true,
      );
      return tenantMethods(template)
        .filter(([id, { Properties }]) => caches && isGraphql(id) && Properties['HttpMethod'] === 'GET')
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
        tenantMethods(template).find(
          ([id, { Properties }]) => isGraphql(id) && Properties['HttpMethod'] === 'GET',
        ) ?? [];
      const integration = method?.Properties['Integration'] as { CacheKeyParameters: string[] };
      integration.CacheKeyParameters = integration.CacheKeyParameters.filter(
        (name) => !/authorization$/i.test(name),
      );
    },
  },
];
