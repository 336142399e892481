import { CORS, CORS_HEADERS, TENANT_PATHS } from '../../../src/lambda/gateway-settings.ts';
import { STAGE_THROTTLE } from '../../../src/lambda/gateway-tiers.ts';
import { names, type Claim, first } from './claim.ts';
import { ofType, type Resource, type Template } from '../synthesise.ts';

const TENANTS = /^Tenants/;
const ofTenants = (template: Template, type: string): [string, Resource][] =>
  ofType(template, type).filter(([id]) => TENANTS.test(id));

/** Claims about a stage whose tenants' API is an HTTP API. */
export const httpDoor: readonly Claim[] = [
  {
    title:
      'an HTTP API, which asks no authorizer, leads from the paths of the API to the function that verifies tokens itself',
    faults: (template) => [
      ...differences(
        ofTenants(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) =>
          String(Properties['RouteKey']),
        ),
        Object.entries(TENANT_PATHS).flatMap(([path, methods]) =>
          methods.map((method) => `${method} ${path}`),
        ),
      ),
      ...ofTenants(template, 'AWS::ApiGatewayV2::Integration')
        .filter(([, { Properties }]) => !names(Properties['IntegrationUri'], 'graphqlLive'))
        .map(([id]) => id),
    ],
    breakIt: (template) => {
      first(template, 'AWS::ApiGatewayV2::Route', TENANTS).Properties['RouteKey'] = '$default';
    },
  },
  {
    title: 'an HTTP API sends events of the format that the handlers read',
    faults: (template) =>
      differing(template, 'AWS::ApiGatewayV2::Integration', 'PayloadFormatVersion', '1.0'),
    breakIt: (template) => {
      first(template, 'AWS::ApiGatewayV2::Integration', TENANTS).Properties['PayloadFormatVersion'] = '2.0';
    },
  },
  {
    title: 'an HTTP API has the throttle of its stage',
    faults: (template) =>
      differing(template, 'AWS::ApiGatewayV2::Stage', 'DefaultRouteSettings', {
        ThrottlingBurstLimit: STAGE_THROTTLE.burst,
        ThrottlingRateLimit: STAGE_THROTTLE.rate,
      }),
    breakIt: (template) => {
      Reflect.deleteProperty(
        first(template, 'AWS::ApiGatewayV2::Stage', TENANTS).Properties,
        'DefaultRouteSettings',
      );
    },
  },
  {
    title:
      'pages of any origin send and read the same headers of an HTTP API as of a REST API, by the same methods',
    faults: (template) =>
      ofTenants(template, 'AWS::ApiGatewayV2::Api').flatMap(([id, { Properties }]) => {
        const cors = Properties['CorsConfiguration'] as Record<string, string[]> | undefined;
        const exposed = cors?.['ExposeHeaders']?.join(',');
        const isOpen =
          cors?.['AllowOrigins']?.includes('*') &&
          CORS.allowHeaders.every((header) => cors['AllowHeaders']?.includes(header)) &&
          cors['AllowMethods']?.join() === CORS.allowMethods.join();
        return exposed === CORS_HEADERS['access-control-expose-headers'] && isOpen ? [] : [id];
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::ApiGatewayV2::Api', TENANTS);
      (Properties['CorsConfiguration'] as Record<string, string[]>)['ExposeHeaders'] = [];
    },
  },
  {
    title: 'the log of an HTTP API holds no header, query or body of a request',
    faults: (template) => {
      const { AccessLogSettings } = first(template, 'AWS::ApiGatewayV2::Stage', TENANTS).Properties as {
        readonly AccessLogSettings?: { readonly Format: string };
      };
      const values = Object.values(JSON.parse(AccessLogSettings?.Format ?? '{}') as Record<string, string>);
      const odd = values.filter((value) => /header|query|body|path|authorizer/i.test(value));
      return values.length === 0 ? ['no log'] : odd;
    },
    breakIt: (template) => {
      const settings = first(template, 'AWS::ApiGatewayV2::Stage', TENANTS).Properties[
        'AccessLogSettings'
      ] as {
        Format: string;
      };
      settings.Format = '{"token":"$context.request.header.authorization"}';
    },
  },
  {
    title: 'the operators keep the REST API with authorizer and firewall behind every door',
    faults: (template) =>
      ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Authorizer', 'AWS::WAFv2::WebACLAssociation'].filter(
        (type) => ofType(template, type).length !== 1,
      ),
    breakIt: (template) => {
      for (const [id] of ofType(template, 'AWS::WAFv2::WebACLAssociation'))
        Reflect.deleteProperty(template.Resources, id);
    },
  },
];

/** Returns the resources of a type of which a property is not as it must be, or the type if there is none. */
function differing(template: Template, type: string, property: string, wanted: unknown): string[] {
  const all = ofTenants(template, type);
  const odd = all.filter(
    ([, { Properties }]) => JSON.stringify(Properties[property]) !== JSON.stringify(wanted),
  );
  return all.length === 0 ? [type] : odd.map(([id]) => id);
}

/** Returns what is in one list alone. */
function differences(some: readonly string[], others: readonly string[]): string[] {
  return [...some.filter((one) => !others.includes(one)), ...others.filter((one) => !some.includes(one))];
}
