import { CORS, TENANT_PATHS } from '../../../src/lambda/gateway-settings.ts';
import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, names } from './claim.ts';
import { resourcePath } from './resource-path.ts';

type Properties = Resource['Properties'];

/** Returns the methods of an API as texts: `POST /graphql`. */
function methodsOf(template: Template, api: string): [string, Properties][] {
  return ofType(template, 'AWS::ApiGateway::Method')
    .filter(([id]) => id.startsWith(api))
    .map(([, { Properties }]) => {
      const path = resourcePath(template, Properties['ResourceId']);
      return [`${String(Properties['HttpMethod'])} ${path}`, Properties];
    });
}

const ROUTES = Object.entries(TENANT_PATHS).flatMap(([path, methods]) =>
  methods.map((method) => `${method} ${path}`),
);
const PREFLIGHTS = Object.keys(TENANT_PATHS).map((path) => `OPTIONS ${path}`);
const METHOD = 'AWS::ApiGateway::Method';

/** Claims about the path of REST, which one resource of the tenants' API passes on. */
export const restDoor: readonly Claim[] = [
  {
    title:
      "the tenants' API has exactly the paths and methods that the laptop serves, and the operators' API has no REST",
    ofRest: true,
    faults: (template) => {
      const wanted = {
        Tenants: [...ROUTES, ...PREFLIGHTS],
        Operators: ['GET', 'OPTIONS', 'POST'].map((method) => `${method} /graphql`),
      };
      return Object.entries(wanted).flatMap(([api, routes]) => {
        const found = methodsOf(template, api).map(([route]) => route);
        return [
          ...routes.filter((route) => !found.includes(route)),
          ...found.filter((route) => !routes.includes(route)),
        ];
      });
    },
    breakIt: (template) => {
      first(template, METHOD, /^TenantsApirest.*PATCH/).Properties['HttpMethod'] = 'ANY';
    },
  },
  {
    title: 'every method of REST has the authorizer, the function and the validator of GraphQL',
    ofRest: true,
    faults: (template) => {
      const shared = ({
        AuthorizerId,
        ApiKeyRequired,
        RequestValidatorId,
        Integration,
      }: Properties): string =>
        JSON.stringify([
          AuthorizerId,
          ApiKeyRequired,
          RequestValidatorId,
          (Integration as { Uri?: unknown }).Uri,
        ]);
      const methods = methodsOf(template, 'Tenants').filter(([route]) => !route.startsWith('OPTIONS'));
      const [, graphql] = methods.find(([route]) => route === 'POST /graphql') ?? [];
      return methods.filter(([, one]) => !graphql || shared(one) !== shared(graphql)).map(([route]) => route);
    },
    breakIt: (template) => {
      first(template, METHOD, /^TenantsApirest.*DELETE/).Properties['ApiKeyRequired'] = false;
    },
  },
  {
    title:
      'a page of any origin may send each method and header of REST, and asks without a token whether it may',
    ofRest: true,
    faults: (template) =>
      methodsOf(template, 'Tenants')
        .filter(([route]) => route.startsWith('OPTIONS'))
        .filter(([, { AuthorizationType, Integration }]) => {
          const text = JSON.stringify(Integration);
          return !(
            AuthorizationType === 'NONE' &&
            text.includes(`'${CORS.allowMethods.join(',')}'`) &&
            text.includes(`'${CORS.allowHeaders.join(',')}`)
          );
        })
        .map(([route]) => route),
    breakIt: (template) => {
      first(template, METHOD, /^TenantsApirest.*OPTIONS/).Properties['AuthorizationType'] = 'CUSTOM';
    },
  },
  {
    title: 'the access log has the path of the resource, and no path of a request, which holds ids of rows',
    faults: (template) =>
      [...ofType(template, 'AWS::ApiGateway::Stage'), ...ofType(template, 'AWS::ApiGatewayV2::Stage')]
        .filter(([, { Properties }]) => Properties['AccessLogSetting'] ?? Properties['AccessLogSettings'])
        .filter(([, { Properties }]) => {
          const format = JSON.stringify(Properties['AccessLogSetting'] ?? Properties['AccessLogSettings']);
          return (
            !/context\.(resourcePath|routeKey)/.test(format) ||
            /context\.(path|customDomain\.basePath)/.test(format)
          );
        })
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::Stage').Properties['AccessLogSetting'] = {
        Format: '{"resource":"$context.resourcePath","path":"$context.path"}',
      };
    },
  },
  {
    title:
      "only the tenants' firewall lets every path pass, because a path of REST holds keys, which may be any text",
    ofRest: true,
    faults: (template) =>
      ofType(template, 'AWS::WAFv2::WebACL').flatMap(([id, { Properties }]) => {
        const counted = [
          'CrossSiteScripting',
          'EC2MetaDataSSRF',
          'GenericLFI',
          'GenericRFI',
          'RestrictedExtensions',
          'SizeRestrictions',
        ].filter((rule) => names(Properties, `{"ActionToUse":{"Count":{}},"Name":"${rule}_URIPATH"}`));
        return counted.length === (id.startsWith('Tenants') ? 6 : 0) ? [] : [`${id}: ${counted.join()}`];
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::WAFv2::WebACL', /^Tenants/);
      Properties['Rules'] = JSON.parse(
        JSON.stringify(Properties['Rules']).replace('GenericLFI_URIPATH', 'GenericLFI_BODY'),
      ) as unknown;
    },
  },
  {
    title: "a custom domain leads to every path of the tenants' API",
    ofRest: true,
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::BasePathMapping')
        .filter(
          ([, { Properties }]) =>
            Properties['BasePath'] !== undefined || !names(Properties['Stage'], 'TenantsApi'),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::BasePathMapping').Properties['BasePath'] = 'graphql';
    },
  },
];
