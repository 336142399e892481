import { gatewayResponses } from '../../../src/lambda/gateway-responses.ts';
import { ofType, type Resource } from '../synthesise.ts';
import { type Claim, first, list, names, same } from './claim.ts';

/** Claims about API Gateway in front of the functions. */
export const api: readonly Claim[] = [
  {
    title:
      'the authorizer decides by the Authorization header alone, and its result is cached for at most a minute',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Authorizer').flatMap(([id, { Properties }]) => {
        const { IdentitySource, AuthorizerResultTtlInSeconds } = Properties;
        return [
          ...(IdentitySource === 'method.request.header.Authorization'
            ? []
            : [`${id}: ${String(IdentitySource)}`]),
          ...(Number(AuthorizerResultTtlInSeconds) <= 60
            ? []
            : [`${id}: ${String(AuthorizerResultTtlInSeconds)} s`]),
        ];
      }),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::Authorizer').Properties['AuthorizerResultTtlInSeconds'] = 300;
    },
  },
  {
    title: 'every method but a preflight has an authorizer',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Method')
        .filter(
          ([, { Properties }]) =>
            Properties['HttpMethod'] !== 'OPTIONS' && Properties['AuthorizationType'] !== 'CUSTOM',
        )
        .map(([id]) => id),
    breakIt: (template) => {
      const method = ofType(template, 'AWS::ApiGateway::Method').find(
        ([, { Properties }]) => Properties['HttpMethod'] === 'POST',
      );
      if (method) method[1].Properties['AuthorizationType'] = 'NONE';
    },
  },
  {
    title: 'a REST API compresses answers of 4 KiB and more',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::RestApi').flatMap(([id, { Properties }]) =>
        Properties['MinimumCompressionSize'] === 4_096 ? [] : [id],
      ),
    breakIt: (template) => {
      delete first(template, 'AWS::ApiGateway::RestApi').Properties['MinimumCompressionSize'];
    },
  },
  {
    title: 'no stage logs bodies',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage').flatMap(([id, { Properties }]) =>
        list(Properties['MethodSettings'])
          .filter((setting) => (setting as { DataTraceEnabled?: boolean }).DataTraceEnabled !== false)
          .map(() => id),
      ),
    breakIt: (template) => {
      const settings = first(template, 'AWS::ApiGateway::Stage').Properties['MethodSettings'] as Record<
        string,
        unknown
      >[];
      for (const setting of settings) setting['DataTraceEnabled'] = true;
    },
  },
  {
    title: 'the execution log of the gateway is a log of the template, with a retention time',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage')
        .filter(([, { Properties, DependsOn }]) => {
          const log = ofType(template, 'AWS::Logs::LogGroup').find(([, group]) =>
            same(group.Properties['LogGroupName'], executionLogOf(Properties)),
          );
          return (
            !log || !list(DependsOn).includes(log[0]) || log[1].Properties['RetentionInDays'] === undefined
          );
        })
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::Logs::LogGroup', /ExecutionLog/).Properties['LogGroupName'];
    },
  },
  {
    title: 'the access log has the tenant and the plan, but no header and no token',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage')
        .filter(([, { Properties }]) => {
          const setting = JSON.stringify(Properties['AccessLogSetting']);
          return (
            /header|token|authorizer\.(?!tenantId|plan|status)/i.test(setting) ||
            !/authorizer\.tenantId.*authorizer\.plan/.test(setting)
          );
        })
        .map(([id]) => id),
    breakIt: (template) => {
      const setting = first(template, 'AWS::ApiGateway::Stage').Properties['AccessLogSetting'] as Record<
        string,
        unknown
      >;
      setting['Format'] = '{"token":"$context.request.header.Authorization"}';
    },
  },
  {
    title: 'every API has a rate limit and a firewall with rate limits for each address and each token',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage').flatMap(([id, { Properties }]) => {
        const association = ofType(template, 'AWS::WAFv2::WebACLAssociation').find(
          ([
            ,
            {
              Properties: { ResourceArn },
            },
          ]) => names(ResourceArn, id),
        );
        const acl =
          association &&
          ofType(template, 'AWS::WAFv2::WebACL').find(([name]) => names(association[1].Properties, name));
        const bounds = acl ? JSON.stringify(acl[1].Properties).split('RateBasedStatement').length - 1 : 0;
        return [
          ...(counts(acl?.[1].Properties, '_BODY') ? [] : [`${id}: values of rows are taken for attacks`]),
          ...(bounds >= 2 ? [] : [`${id}: no firewall, or one without bounds`]),
          ...(names(Properties['MethodSettings'], 'ThrottlingRateLimit') ? [] : [`${id}: no bound`]),
        ];
      }),
    breakIt: (template) => {
      const [id] = ofType(template, 'AWS::WAFv2::WebACLAssociation')[0] ?? [];
      template.Resources = Object.fromEntries(
        Object.entries(template.Resources).filter(([name]) => name !== id),
      );
    },
  },
  {
    title:
      'every caller of a function uses its alias, so that a deployment can be gradual and can be rolled back',
    faults: (template) => {
      const calls = [
        ...ofType(template, 'AWS::ApiGateway::Method').map(
          ([id, { Properties }]) => [id, Properties['Integration']] as const,
        ),
        ...ofType(template, 'AWS::ApiGateway::Authorizer').map(
          ([id, { Properties }]) => [id, Properties['AuthorizerUri']] as const,
        ),
        ...ofType(template, 'AWS::Events::Rule').map(
          ([id, { Properties }]) => [id, Properties['Targets']] as const,
        ),
        ...ofType(template, 'AWS::Cognito::UserPool').map(
          ([id, { Properties }]) => [id, Properties['LambdaConfig']] as const,
        ),
        ...ofType(template, 'AWS::Lambda::Permission').map(
          ([id, { Properties }]) => [id, Properties['FunctionName']] as const,
        ),
      ];
      return calls
        .filter(([, called]) => /"[a-z]+Function[0-9A-F]{8}"/.test(JSON.stringify(called ?? '')))
        .map(([id]) => id);
    },
    breakIt: (template) => {
      const [id] = ofType(template, 'AWS::Lambda::Function')[0] ?? [];
      first(template, 'AWS::Lambda::Permission').Properties['FunctionName'] = { 'Fn::GetAtt': [id, 'Arn'] };
    },
  },
  {
    title:
      "the gateway's own errors have the form of the API's errors, and pages of any origin may read them",
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::RestApi').flatMap(([api]) => {
        const own = ofType(template, 'AWS::ApiGateway::GatewayResponse')
          .map(([, { Properties }]) => Properties)
          .filter(({ RestApiId }) => names(RestApiId, api));
        const missing = [...Object.keys(gatewayResponses), 'DEFAULT_4XX', 'DEFAULT_5XX'].filter(
          (type) => !own.some(({ ResponseType }) => ResponseType === type),
        );
        const odd = own.filter(
          ({ ResponseTemplates, ResponseParameters }) =>
            !Object.values(ResponseTemplates ?? {}).every((template) =>
              /"errors":\[\{"message":"[^"]+","extensions":\{"code":"[A-Z_]+"/.test(String(template)),
            ) ||
            !/^\{"message":"[^"]+"/.test(
              String((ResponseTemplates as Record<string, unknown> | undefined)?.['application/json']),
            ) ||
            !names(ResponseParameters, 'gatewayresponse.header.x-amzn-errortype') ||
            !names(ResponseParameters, 'gatewayresponse.header.cache-control":"\'no-store\'"') ||
            !names(ResponseParameters, 'gatewayresponse.header.access-control-allow-origin":"\'*\'"'),
        );
        return [...missing, ...odd.map(({ ResponseType }) => String(ResponseType))];
      }),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::GatewayResponse').Properties['ResponseParameters'] = {};
    },
  },
  {
    title: 'a custom domain name requires at least TLS 1.2',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::DomainName')
        .filter(([, { Properties }]) => Properties['SecurityPolicy'] !== 'TLS_1_2')
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::DomainName').Properties['SecurityPolicy'] = 'TLS_1_0';
    },
  },
];

/** Returns true if the managed rules that read this part of a request only count. */
function counts(acl: unknown, kind: string): boolean {
  return ['SizeRestrictions', 'CrossSiteScripting', 'EC2MetaDataSSRF', 'GenericLFI', 'GenericRFI'].every(
    (rule) => names(acl, `{"ActionToUse":{"Count":{}},"Name":"${rule}${kind}"}`),
  );
}

/** Returns the name of the execution log of a stage as JSON. */
function executionLogOf({ RestApiId, StageName }: Resource['Properties']): string {
  return JSON.stringify({
    'Fn::Join': ['', ['API-Gateway-Execution-Logs_', RestApiId, `/${String(StageName)}`]],
  });
}
