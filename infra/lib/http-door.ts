import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { CORS_HEADERS, corsWith, TENANT_PATHS } from '../../src/lambda/gateway-settings.ts';
import { STAGE_NAME, type Door } from './door.ts';
import { logPropsOf } from './log-props.ts';
import type { CustomDomain, Stage } from './stage.ts';

export interface HttpDoorProps {
  readonly stage: Stage;
  readonly description: string;
  readonly handler: IFunction;
}

/**
 * An HTTP API, the cheaper door. It has no authorizer, because an HTTP API answers a refusal with a
 * body of its own; the function verifies each token anyway. It has no firewall and no usage plans, which an HTTP API cannot
 * have. Events have the format 1.0, which is that of a REST API.
 */
export class HttpDoor extends Construct implements Door {
  readonly api: HttpApi;
  readonly accessLog: LogGroup;
  readonly endpoint: string;
  readonly #stage: HttpStage;

  constructor(scope: Construct, id: string, { stage, description, handler }: HttpDoorProps) {
    super(scope, id);
    const cors = corsWith(stage.allowHeaders);
    this.accessLog = new LogGroup(this, 'AccessLog', logPropsOf(stage));
    this.api = new HttpApi(this, 'Api', {
      apiName: `tenantql-${stage.name}-${id.toLowerCase()}`,
      description,
      createDefaultStage: false,
      // An HTTP API with these settings answers preflights itself, and drops the CORS headers of the function.
      corsPreflight: {
        allowOrigins: cors.allowOrigins,
        allowMethods: cors.allowMethods.map((method) => CorsHttpMethod[method]),
        allowHeaders: cors.allowHeaders,
        exposeHeaders: CORS_HEADERS['access-control-expose-headers'].split(','),
        maxAge: Duration.seconds(cors.maxAgeSeconds),
      },
    });
    const integration = new HttpLambdaIntegration('Integration', handler, {
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    });
    for (const [path, methods] of Object.entries(TENANT_PATHS))
      this.api.addRoutes({ path, methods: methods.map((method) => HttpMethod[method]), integration });
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: STAGE_NAME,
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            // `GET /rest/{proxy+}`. The path of the request holds ids of rows.
            route: '$context.routeKey',
            ip: '$context.identity.sourceIp',
            method: '$context.httpMethod',
            status: '$context.status',
            latency: '$context.responseLatency',
            bytes: '$context.responseLength',
            error: '$context.error.responseType',
            function: '$context.integration.status',
          }),
        ),
      },
    });
    this.endpoint = `${this.#stage.url}/graphql`;
  }

  serveAs({ name, certificateArn }: CustomDomain): string {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage: this.#stage });
    return domain.regionalDomainName;
  }
}
