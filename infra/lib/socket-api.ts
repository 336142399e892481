import { ArnFormat, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  LogGroupLogDestination,
  SecurityPolicy,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { ROUTE_SELECTION, SOCKET_ROUTES, SOCKET_STAGE } from '../../src/lambda/gateway-sockets.ts';
import { logPropsOf } from './log-props.ts';
import type { CustomDomain, Stage } from './stage.ts';

/**
 * A WebSocket API, by which clients subscribe. No authorizer precedes it, because a client sends its token in a message.
 * AWS WAF cannot be in front of it. The throttle of its stage counts connects and messages together.
 */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  readonly accessLog: LogGroup;
  /** The address of clients: `wss://…/realtime`. */
  readonly address: string;
  /** The address by which functions post to connections: `https://…/realtime`. It is never that of a custom domain. */
  readonly endpoint: string;
  readonly #stage: WebSocketStage;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.accessLog = new LogGroup(this, 'AccessLog', logPropsOf(stage));
    this.api = new WebSocketApi(this, 'Api', {
      apiName: `tenantql-${stage.name}-${id.toLowerCase()}`,
      description: "The subscriptions of the tenants' API",
      routeSelectionExpression: ROUTE_SELECTION,
    });
    this.#stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: SOCKET_STAGE,
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            connectionId: '$context.connectionId',
            ip: '$context.identity.sourceIp',
            event: '$context.eventType',
            route: '$context.routeKey',
            status: '$context.status',
            latency: '$context.integrationLatency',
            error: '$context.error.responseType',
            function: '$context.integration.status',
          }),
        ),
      },
    });
    this.address = this.#stage.url;
    this.endpoint = this.#stage.callbackUrl;
  }

  /** Sends each message to a function. */
  serve(handler: IFunction): void {
    const integration = new WebSocketLambdaIntegration('Integration', handler);
    for (const [route, { answers }] of Object.entries(SOCKET_ROUTES))
      this.api.addRoute(route, { integration, returnResponse: answers });
  }

  /** Lets a function post to connections of this API, and close them. */
  grantConnections(role: IRole): void {
    const connections = (method: string): string =>
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: `${SOCKET_STAGE}/${method}/@connections/*`,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['execute-api:ManageConnections'],
        resources: ['POST', 'DELETE'].map(connections),
      }),
    );
  }

  /**
   * Serves the API also under a custom domain, with the same path as AWS's address: `wss://live.example.com/realtime`.
   * Returns the name to which a DNS record of the domain must point.
   */
  serveAs({ name, certificateArn }: CustomDomain): string {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', {
      api: this.api,
      domainName: domain,
      stage: this.#stage,
      apiMappingKey: SOCKET_STAGE,
    });
    return domain.regionalDomainName;
  }
}
