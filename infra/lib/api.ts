import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  Cors,
  DomainName,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseType,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

import { gatewayResponses } from '../../src/lambda/gateway-responses.ts';
import type { CustomDomain, Stage } from './stage.ts';

/** Seconds that API Gateway keeps an answer of the authorizer; what changes sooner is looked up by the API itself. */
export const AUTHORIZER_TTL = 60;

export interface GraphqlApiProps {
  readonly stage: Stage;
  readonly description: string;
  readonly handler: IFunction;
  readonly authorizer: IFunction;
  /** Hands the tenant that the authorizer found to Lambda, which keeps an environment for each. */
  readonly isolated: boolean;
}

/** A REST API with one resource, `/graphql`, behind an authorizer and a web application firewall. */
export class GraphqlApi extends Construct {
  readonly api: RestApi;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: GraphqlApiProps) {
    super(scope, id);
    const { stage, description, handler, authorizer, isolated } = props;
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: stage.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: `tenantql-${stage.name}-${id.toLowerCase()}`,
      description,
      endpointTypes: [EndpointType.REGIONAL],
      // The account has one role for the logs of all its APIs: `npm run doctor` says whether it is there.
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'api',
        throttlingRateLimit: stage.throttle.rate,
        throttlingBurstLimit: stage.throttle.burst,
        tracingEnabled: true,
        metricsEnabled: true,
        // Bodies and headers would bring tokens and values into the log.
        dataTraceEnabled: false,
        loggingLevel: MethodLoggingLevel.ERROR,
        cachingEnabled: false,
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            tenantId: '$context.authorizer.tenantId',
            ip: '$context.identity.sourceIp',
            method: '$context.httpMethod',
            status: '$context.status',
            latency: '$context.responseLatency',
            bytes: '$context.responseLength',
            error: '$context.error.responseType',
          }),
        ),
      },
    });
    this.addResponses();
    const resource = this.api.root.addResource('graphql', {
      defaultCorsPreflightOptions: {
        allowOrigins: Cors.ALL_ORIGINS,
        allowMethods: ['GET', 'POST'],
        allowHeaders: [
          'accept',
          'authorization',
          'content-type',
          'x-amz-user-agent',
          'x-apollo-operation-name',
          'x-error-format',
        ],
        maxAge: Duration.minutes(10),
      },
    });
    // The header alone decides the answer, so that the header alone finds it in the cache again.
    const guard = new RequestAuthorizer(this, 'Authorizer', {
      handler: authorizer,
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(AUTHORIZER_TTL),
    });
    const requestValidator = this.api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const integration = new LambdaIntegration(handler, {
      proxy: true,
      ...(isolated
        ? {
            requestParameters: {
              'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.tenantId',
            },
          }
        : {}),
    });
    for (const method of ['GET', 'POST'])
      resource.addMethod(method, integration, {
        authorizer: guard,
        requestValidator,
        requestParameters: { 'method.request.header.Authorization': true },
        authorizationType: AuthorizationType.CUSTOM,
      });
    this.addFirewall(stage);
  }

  /** Serves the API by a name of one's own as well; in DNS it has to point to the domain's alias. */
  serveAs({ name, certificateArn }: CustomDomain): DomainName {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    domain.addBasePathMapping(this.api, { stage: this.api.deploymentStage });
    return domain;
  }

  /** The gateway's own errors look like those of the API. */
  private addResponses(): void {
    const types = {
      UNAUTHORIZED: ResponseType.UNAUTHORIZED,
      ACCESS_DENIED: ResponseType.ACCESS_DENIED,
      REQUEST_TOO_LARGE: ResponseType.REQUEST_TOO_LARGE,
      INTEGRATION_TIMEOUT: ResponseType.INTEGRATION_TIMEOUT,
    };
    for (const [name, { statusCode, headers, template }] of Object.entries(gatewayResponses)) {
      const quoted = Object.entries(headers).map(([header, value]) => [header, `'${value}'`] as const);
      this.api.addGatewayResponse(name, {
        type: types[name as keyof typeof types],
        statusCode: String(statusCode),
        responseHeaders: Object.fromEntries(quoted),
        templates: { 'application/json': template },
      });
    }
  }

  /**
   * The outer wall: AWS's own rules for common attacks, and a bound in five minutes for each address and for each token or
   * key. What a tenant may ask is the API's own business, which weighs what a request costs.
   */
  private addFirewall(stage: Stage): void {
    const visible = (name: string) => ({
      cloudWatchMetricsEnabled: true,
      metricName: `tenantql-${stage.name}-${name}`,
      sampledRequestsEnabled: false,
    });
    const managed = ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'].map(
      (name, priority) => ({
        name,
        priority,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name,
            // A GraphQL document is longer than 8 kB now and then; the API has a bound of its own.
            ...(priority === 0
              ? { ruleActionOverrides: [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }] }
              : {}),
          },
        },
        visibilityConfig: visible(name),
      }),
    );
    const bounded = (
      name: string,
      priority: number,
      rateBasedStatement: CfnWebACL.RateBasedStatementProperty,
    ): CfnWebACL.RuleProperty => ({
      name,
      priority,
      action: { block: {} },
      statement: { rateBasedStatement },
      visibilityConfig: visible(name),
    });
    const acl = new CfnWebACL(this, 'Firewall', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('all'),
      rules: [
        ...managed,
        bounded('EachAddress', managed.length, { limit: 10_000, aggregateKeyType: 'IP' }),
        bounded('EachToken', managed.length + 1, {
          limit: 10_000,
          aggregateKeyType: 'CUSTOM_KEYS',
          customKeys: [
            { header: { name: 'authorization', textTransformations: [{ priority: 0, type: 'NONE' }] } },
          ],
        }),
      ],
    });
    new CfnWebACLAssociation(this, 'FirewallAssociation', {
      resourceArn: this.api.deploymentStage.stageArn,
      webAclArn: acl.attrArn,
    });
  }
}
