import { gatewayResponses } from '../../../src/lambda/gateway-responses.ts';
import { ofType, type Resource } from '../synthesise.ts';
import { type Claim, first, list, names, same } from './claim.ts';

/** What stands before the functions. */
export const api: readonly Claim[] = [
  {
    title:
      'the authorizer decides by the Authorization header alone, and its answer is kept for a minute at most',
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
    title: 'what the gateway logs by itself is kept as long as all else, and in no log of its own making',
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
    title: 'the access log names tenant and plan, and holds no header and no token',
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
    title:
      'every API stands behind a firewall that bounds each address and each token, and has a bound of its own',
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
    title: 'whatever calls a function calls its alias, so that a deployment can be gradual and go back',
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
      "whatever the gateway answers itself has the form of the API's errors, and pages of any origin may read it",
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
            !/"errors":\[\{"message":"[^"]+","extensions":\{"code":"[A-Z_]+"/.test(
              Object.values(ResponseTemplates ?? {}).join(''),
            ) || !names(ResponseParameters, 'gatewayresponse.header.access-control-allow-origin":"\'*\'"'),
        );
        return [...missing, ...odd.map(({ ResponseType }) => String(ResponseType))];
      }),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::GatewayResponse').Properties['ResponseParameters'] = {};
    },
  },
  {
    title: "a name of one's own takes TLS 1.2 at least",
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::DomainName')
        .filter(([, { Properties }]) => Properties['SecurityPolicy'] !== 'TLS_1_2')
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::DomainName').Properties['SecurityPolicy'] = 'TLS_1_0';
    },
  },
];

/** Whether those rules of AWS's that read parts of a request of this kind only count. */
function counts(acl: unknown, kind: string): boolean {
  return ['SizeRestrictions', 'CrossSiteScripting', 'EC2MetaDataSSRF', 'GenericLFI', 'GenericRFI'].every(
    (rule) => names(acl, `{"ActionToUse":{"Count":{}},"Name":"${rule}${kind}"}`),
  );
}

/** The name of the log that API Gateway writes a stage's errors to, as JSON. */
function executionLogOf({ RestApiId, StageName }: Resource['Properties']): string {
  return JSON.stringify({
    'Fn::Join': ['', ['API-Gateway-Execution-Logs_', RestApiId, `/${String(StageName)}`]],
  });
}
