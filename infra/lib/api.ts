import { Duration, Size } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiKeySourceType,
  AuthorizationType,
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
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { GET_CACHE_KEY } from '../../src/lambda/gateway-cache.ts';
import { gatewayResponses } from '../../src/lambda/gateway-responses.ts';
import { AUTHORIZER_TTL, corsWith } from '../../src/lambda/gateway-settings.ts';
import { type Door, STAGE_NAME } from './door.ts';
import { logPropsOf } from './log-props.ts';
import { addFirewall } from './firewall.ts';
import type { Plans } from '../../src/platform/index.ts';
import type { CustomDomain, GetCache, Stage } from './stage.ts';
import { Tiers } from './tiers.ts';

/** The header by which Lambda isolates tenants. A token of several tenants has an environment of its user. */
const LAMBDA_TENANT = { 'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.environment' };

export interface GraphqlApiProps {
  readonly stage: Stage;
  readonly description: string;
  readonly handler: IFunction;
  readonly authorizer: IFunction;
  /** Passes the tenant that the authorizer found to Lambda, which keeps an environment for each tenant. */
  readonly isolated?: boolean;
  /** Counts callers to the tier that the authorizer names. */
  readonly tiers?: Plans;
  /** The networks from which it can be called. Null or absent admits all. */
  readonly networks?: readonly string[] | null;
  /** Keeps answers to GETs of `/graphql`. */
  readonly cache?: GetCache | null;
  /** The paths and their methods. `/graphql` alone by default. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

/** The path of GraphQL. The gateway caches nothing of any other: an answer of REST depends on headers of conditions. */
const GRAPHQL = '/graphql';

/** KiB from which the gateway compresses an answer. */
const COMPRESSED_FROM = 4;

/** A REST API of API Gateway behind an authorizer and a web application firewall. */
export class GraphqlApi extends Construct implements Door {
  readonly api: RestApi;
  readonly accessLog: LogGroup;
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: GraphqlApiProps) {
    super(scope, id);
    const {
      stage,
      description,
      handler,
      authorizer,
      isolated = false,
      tiers,
      cache = null,
      networks = null,
      paths = { [GRAPHQL]: ['GET', 'POST'] },
    } = props;
    const kept = logPropsOf(stage);
    this.accessLog = new LogGroup(this, 'AccessLog', kept);
    const each = {
      throttlingRateLimit: stage.throttle.rate,
      throttlingBurstLimit: stage.throttle.burst,
      // The metrics of each method cost extra, and the dashboard shows only those of the whole API.
      metricsEnabled: false,
      // Bodies and headers would bring tokens and values into the log.
      dataTraceEnabled: false,
      loggingLevel: MethodLoggingLevel.ERROR,
    };
    this.api = new RestApi(this, 'Api', {
      restApiName: `tenantql-${stage.name}-${id.toLowerCase()}`,
      description,
      endpointTypes: [EndpointType.REGIONAL],
      // The gateway compresses larger answers for clients that take it. A smaller one fits into a few packets anyway.
      minCompressionSize: Size.kibibytes(COMPRESSED_FROM),
      // The account has one role for the logs of all its APIs. `npm run doctor` checks that it exists.
      cloudWatchRole: false,
      ...(tiers ? { apiKeySourceType: ApiKeySourceType.AUTHORIZER } : {}),
      deployOptions: {
        stageName: STAGE_NAME,
        tracingEnabled: stage.traces !== null,
        ...each,
        cachingEnabled: false,
        ...(cache
          ? {
              cacheClusterEnabled: true,
              cacheClusterSize: String(cache.sizeGb),
              // By default AWS does not let a client refresh an answer by `cache-control`, and CloudFormation has no
              // word for it (aws-cdk issue 18794). A client could refresh only its own answer, because the cache key
              // contains the caller.
              methodOptions: {
                [`${GRAPHQL}/GET`]: {
                  ...each,
                  cachingEnabled: true,
                  cacheDataEncrypted: true,
                  cacheTtl: Duration.seconds(cache.seconds),
                },
              },
            }
          : {}),
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            // The path of the resource, such as `/rest/{proxy+}`. The path of the request holds ids of rows.
            resource: '$context.resourcePath',
            tenantId: '$context.authorizer.tenantId',
            plan: '$context.authorizer.plan',
            ip: '$context.identity.sourceIp',
            method: '$context.httpMethod',
            status: '$context.status',
            latency: '$context.responseLatency',
            bytes: '$context.responseLength',
            error: '$context.error.responseType',
            firewall: '$context.wafResponseCode',
            authorizer: '$context.authorizer.status',
            function: '$context.integration.status',
          }),
        ),
      },
    });
    // API Gateway would create the log of its own errors without an expiry, unless the log already exists.
    const executionLog = new LogGroup(this, 'ExecutionLog', {
      logGroupName: `API-Gateway-Execution-Logs_${this.api.restApiId}/${STAGE_NAME}`,
      ...kept,
    });
    this.api.deploymentStage.node.addDependency(executionLog);
    this.addResponses();
    // The answer depends only on the header, so the cache key is the header.
    const guard = new RequestAuthorizer(this, 'Authorizer', {
      handler: authorizer,
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(AUTHORIZER_TTL),
    });
    const requestValidator = this.api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const cors = corsWith(stage.allowHeaders);
    const { sent, known } = GET_CACHE_KEY;
    for (const [path, methods] of Object.entries(paths)) {
      const resource = this.api.root.resourceForPath(path);
      resource.addCorsPreflight({
        allowOrigins: cors.allowOrigins,
        allowMethods: [...cors.allowMethods],
        allowHeaders: cors.allowHeaders,
        maxAge: Duration.seconds(cors.maxAgeSeconds),
      });
      for (const method of methods) {
        const cached = cache !== null && path === GRAPHQL && method === 'GET';
        const handed = { ...(isolated ? LAMBDA_TENANT : {}), ...(cached ? known : {}) };
        const integration = new LambdaIntegration(handler, {
          // The console of API Gateway could try a method without the authorizer.
          allowTestInvoke: false,
          ...(Object.keys(handed).length > 0 ? { requestParameters: handed } : {}),
          ...(cached ? { cacheKeyParameters: [...sent, ...Object.keys(known)] } : {}),
        });
        resource.addMethod(method, integration, {
          authorizer: guard,
          requestValidator,
          // No header is required here: the authorizer itself requires it, in any spelling.
          ...(cached ? { requestParameters: Object.fromEntries(sent.map((name) => [name, false])) } : {}),
          authorizationType: AuthorizationType.CUSTOM,
          apiKeyRequired: tiers !== undefined,
        });
      }
    }
    this.endpoint = this.api.urlForPath(GRAPHQL);
    if (tiers) new Tiers(this, stage, tiers, this.api);
    addFirewall(this, stage, {
      api: this.api,
      networks,
      hasKeysInPaths: Object.keys(paths).some((path) => path !== GRAPHQL),
    });
  }

  serveAs({ name, certificateArn }: CustomDomain): string {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    domain.addBasePathMapping(this.api, { stage: this.api.deploymentStage });
    return domain.domainNameAliasDomainName;
  }

  /** Makes the gateway's own errors look like those of the API. */
  private addResponses(): void {
    for (const [name, { statusCode, headers, templates }] of Object.entries(gatewayResponses)) {
      const quoted = Object.entries(headers).map(([header, value]) => [header, `'${value}'`] as const);
      this.api.addGatewayResponse(name, {
        type: ResponseType.of(name),
        ...(statusCode === null ? {} : { statusCode: String(statusCode) }),
        responseHeaders: Object.fromEntries(quoted),
        templates: { ...templates },
      });
    }
  }
}
