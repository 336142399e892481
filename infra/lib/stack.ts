import { CfnOutput, Duration, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

import { tableShape } from '../../src/store/index.ts';
import { TENANT_FUNCTIONS, type FunctionName } from '../../src/lambda/function-names.ts';
import { TENANT_PATHS } from '../../src/lambda/gateway-settings.ts';
import { GraphqlApi } from './api.ts';
import { grantArchives } from './archive-rights.ts';
import { Data } from './data.ts';
import { DirectFiles } from './direct-files.ts';
import type { Door } from './door.ts';
import { HttpDoor } from './http-door.ts';
import { TenantEvents } from './event-bus.ts';
import { EventSources } from './event-sources.ts';
import { FileEvents } from './file-events.ts';
import { grantFiles } from './file-rights.ts';
import { ServedFunction, type FunctionProps } from './functions.ts';
import { CanaryDeployment } from './canary.ts';
import { Identity } from './identity.ts';
import { grantMail } from './mail-rights.ts';
import { MalwareScan } from './malware-scan.ts';
import { Metering } from './metering.ts';
import { DELIVERY, Monitoring } from './monitoring.ts';
import { namespaceOf } from './custom-metrics.ts';
import { CHANGES_TIMEOUT, FILES_TIMEOUT, Queues, WEBHOOKS_TIMEOUT, WORK_TIMEOUT } from './queues.ts';
import { isProtected } from './removal-policy.ts';
import { grantRights, grantSecret } from './rights.ts';
import { addSampling } from './sampling.ts';
import { shareWithSilos } from './shared-with-silos.ts';
import { newVersionAlarms } from './new-version.ts';
import { siloPrefixOf } from './silo-name.ts';
import { SocketApi } from './socket-api.ts';
import type { DeployedApp, Stage } from './stage.ts';
import { TenantRole } from './tenant-role.ts';
import { tierPrefix } from './tiers.ts';

export interface TenantqlProps extends StackProps, Pick<DeployedApp, 'model' | 'plans' | 'schedules'> {
  readonly stage: Stage;
}

/** The whole system of one stage. */
export class TenantqlStack extends Stack {
  constructor(scope: Construct, id: string, { stage, model, plans, schedules, ...props }: TenantqlProps) {
    super(scope, id, { terminationProtection: isProtected(stage), ...props });
    Tags.of(this).add('Project', 'tenantql');
    Tags.of(this).add('Stage', stage.name);
    const { data, control, realtime, files, archives, usage, key } = new Data(this, stage, model);
    const identity = new Identity(this, stage);
    const queues = new Queues(this);
    const events = new TenantEvents(this, stage);
    const sockets = new SocketApi(this, 'Sockets', stage);
    const cursorSecret = new Secret(this, `CursorSecret${stage.cursorSecret}`, {
      description: 'Seals the cursors of lists',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      encryptionKey: key,
    });
    const sealed = { CURSOR_SECRET_ARN: cursorSecret.secretArn };
    const tables = { CONTROL_TABLE: control.tableName };
    const counted = { METRICS_NAMESPACE: namespaceOf(stage) };
    const sent = stage.appUrl === null ? null : stage.mail;
    const mailed: Record<string, string> = sent
      ? { MAIL_FROM: sent.from, MAIL_NAME: sent.name ?? '', APP_URL: stage.appUrl ?? '' }
      : {};
    const platform = { ...sealed, ...counted, ...mailed };
    const queued = { WORK_QUEUE_URL: queues.work.queueUrl };
    const notified = { WEBHOOK_QUEUE_URL: queues.webhooks.queueUrl };
    const published = { EVENT_BUS: events.bus.eventBusName };
    const subscribed = { REALTIME_TABLE: realtime.tableName };
    const live = { ...subscribed, SOCKET_ENDPOINT: sockets.endpoint };
    const rowTables = { DATA_TABLE: data.tableName, SILO_TABLE_PREFIX: siloPrefixOf(stage) };
    const kept = { ...tables, ARCHIVE_BUCKET: archives.bucketName };
    const reached = { FILES_BUCKET: files.bucketName, SCAN_FILES: String(stage.scanFiles) };
    const pool = { USER_POOL_ID: identity.users.userPoolId };
    const users = { ...pool, USER_POOL_CLIENT_ID: identity.userClient.userPoolClientId };
    const operators = {
      OPERATOR_POOL_ID: identity.operators.userPoolId,
      OPERATOR_POOL_CLIENT_ID: identity.operatorClient.userPoolClientId,
    };
    const make = (
      name: FunctionName,
      description: string,
      more: Partial<FunctionProps> & Pick<FunctionProps, 'environment'>,
    ): ServedFunction => {
      const made = new ServedFunction(this, name, {
        stage,
        name,
        description,
        memory: 512,
        timeout: Duration.seconds(10),
        ...more,
      });
      grantRights(name, made.role, { control, realtime, key, userPoolArn: identity.users.userPoolArn });
      if ('CURSOR_SECRET_ARN' in more.environment) grantSecret(made.role, cursorSecret.secretArn, key);
      return made;
    };

    // Cognito waits five seconds for a trigger.
    const trigger = { environment: tables, timeout: Duration.seconds(5), memory: 1024 };
    const functions: Readonly<Record<FunctionName, ServedFunction>> = {
      graphql: make('graphql', "answers the tenants' GraphQL", {
        environment: { ...kept, ...rowTables, ...reached, ...users, ...platform },
        memory: 1769,
        timeout: Duration.seconds(29),
        warm: stage.warm,
        isolated: stage.isolateTenants,
      }),
      authorizer: make('authorizer', 'lets tokens and keys pass to the API', {
        environment: { ...tables, ...users, TIER_PREFIX: tierPrefix(stage) },
        memory: 1024,
        // A new token waits for it before it reaches a warm copy of the API.
        warm: stage.isolateTenants ? 0 : Math.min(stage.warm, 1),
      }),
      operator: make('operator', 'answers those who run the platform', {
        environment: { ...kept, ...pool, ...operators, ...platform },
        memory: 1024,
        timeout: Duration.seconds(29),
      }),
      'operator-authorizer': make('operator-authorizer', 'lets operators pass to their API', {
        environment: operators,
      }),
      socket: make('socket', 'answers the messages of WebSocket connections', {
        environment: { ...tables, ...rowTables, ...reached, ...live, ...users, ...platform },
        memory: 1024,
        timeout: Duration.seconds(29),
      }),
      changes: make(
        'changes',
        'delivers the changes of rows to subscribers, and sends the work that changes ask for',
        {
          environment: {
            ...tables,
            ...rowTables,
            ...reached,
            ...live,
            ...users,
            ...platform,
            ...queued,
            ...notified,
            ...published,
          },
          memory: 1769,
          timeout: CHANGES_TIMEOUT,
        },
      ),
      work: make(
        'work',
        'seals audits, sends mails, runs schedules, and continues exports, purges and large deletes',
        {
          environment: {
            ...kept,
            ...rowTables,
            ...reached,
            ...subscribed,
            ...pool,
            ...platform,
            ...queued,
            ...notified,
          },
          memory: 1024,
          timeout: WORK_TIMEOUT,
        },
      ),
      // It calls servers of tenants, so it is in no VPC: docs/operate.md, "Webhooks", says how to control what leaves.
      webhooks: make('webhooks', 'sends messages to the endpoints of tenants', {
        environment: { ...tables, ...rowTables, ...pool, ...platform, ...notified },
        memory: 1024,
        timeout: WEBHOOKS_TIMEOUT,
      }),
      files: make('files', 'makes thumbnails, and counts what browsers send and delete', {
        environment: { ...tables, ...rowTables, ...reached, ...counted },
        memory: 1769,
        timeout: FILES_TIMEOUT,
      }),
      meter: make('meter', 'counts the usage of tenants', {
        environment: {
          ...tables,
          ...counted,
          ...mailed,
          ...published,
          ...queued,
          USAGE_BUCKET: usage.bucketName,
        },
        memory: 1769,
        timeout: Duration.minutes(15),
      }),
      'pre-token': make('pre-token', 'writes tenant and roles into tokens', trigger),
      'pre-sign-up': make('pre-sign-up', 'lets those sign up who were invited', trigger),
      'post-confirmation': make('post-confirmation', 'makes members of the invited', trigger),
    };
    const { graphql, authorizer, operator, socket, changes, work } = functions;
    sockets.serve(socket.alias);
    for (const { role } of [socket, changes]) sockets.grantConnections(role);
    for (const { role } of [changes, functions.meter]) events.grantPutting(role);
    if (sent) grantMail(work.role, sent);
    identity.trigger({
      preToken: functions['pre-token'].alias,
      preSignUp: functions['pre-sign-up'].alias,
      postConfirmation: functions['post-confirmation'].alias,
    });

    const tenantRole = new TenantRole(this, {
      pool: data,
      realtime,
      siloPrefix: siloPrefixOf(stage),
      indexes: tableShape(model).indexes.map(({ name }) => name),
      key,
      assumedBy: TENANT_FUNCTIONS.map((name) => functions[name].role),
    });
    for (const { role, current } of TENANT_FUNCTIONS.map((name) => functions[name])) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ['sts:AssumeRole', 'sts:TagSession'],
          resources: [tenantRole.role.roleArn],
        }),
      );
      current.addEnvironment('TENANT_ROLE_ARN', tenantRole.role.roleArn);
    }
    grantArchives({
      archives,
      key,
      tenant: tenantRole.role,
      operator: operator.role,
      work: work.role,
    });
    const direct = new DirectFiles(this, { users: identity.users, client: identity.userClient });
    grantFiles({ files, key, tenant: tenantRole.role, direct: direct.role, onlyClean: stage.scanFiles });
    if (stage.scanFiles) new MalwareScan(this, { files, key });
    new FileEvents(this, {
      bucket: files,
      served: functions.files,
      queues,
      scanned: stage.scanFiles,
      workers: stage.workers,
    });

    const front = { stage, description: "The tenants' API: GraphQL and REST", handler: graphql.alias };
    const api: Door =
      stage.door === 'http'
        ? new HttpDoor(this, 'Tenants', front)
        : new GraphqlApi(this, 'Tenants', {
            ...front,
            authorizer: authorizer.alias,
            isolated: stage.isolateTenants,
            tiers: plans,
            cache: stage.cacheGets,
            paths: TENANT_PATHS,
          });
    const operatorApi = new GraphqlApi(this, 'Operators', {
      stage,
      description: 'The GraphQL API of those who run the platform',
      handler: operator.alias,
      authorizer: functions['operator-authorizer'].alias,
      networks: stage.operatorNetworks,
    });
    if (api instanceof GraphqlApi) addSampling(this, stage, api.api);
    new EventSources(this, {
      socket,
      changes,
      work,
      webhooks: functions.webhooks,
      meter: functions.meter,
      queues,
      control,
      data,
      model,
      siloPrefix: siloPrefixOf(stage),
      key,
      workers: stage.workers,
      hasSchedules: schedules.length > 0,
    });
    const serving = {
      graphql,
      authorizer,
      operator,
      'operator-authorizer': functions['operator-authorizer'],
      socket,
    };
    const gradual: Readonly<Record<string, ServedFunction>> =
      stage.gradual && !stage.isolateTenants ? serving : {};
    const metering = new Metering(this, {
      stage,
      control,
      key,
      usage,
      counted: { graphql, socket, changes },
      meter: functions.meter,
    });
    const monitoring = new Monitoring(this, {
      stage,
      gradual,
      tiers: Object.keys(plans),
      functions,
      tables: { data, control, realtime },
      apis: { tenants: api.api, operators: operatorApi.api },
      sockets: sockets.api,
      queues,
      accessLogs: stage.door === 'http' ? [] : [api.accessLog, operatorApi.accessLog],
      metering,
    });
    if (stage.gradual && !stage.isolateTenants)
      new CanaryDeployment(
        this,
        Object.entries(gradual).map(([name, served]) => ({
          name,
          served,
          alarms: newVersionAlarms(name).map((alarm) => monitoring.alarmOf(alarm)),
        })),
      );

    const outputs: Record<string, string> = {
      Endpoint: api.endpoint,
      OperatorEndpoint: operatorApi.endpoint,
      SocketEndpoint: sockets.address,
      UserPoolId: identity.users.userPoolId,
      UserPoolClientId: identity.userClient.userPoolClientId,
      OperatorPoolId: identity.operators.userPoolId,
      OperatorPoolClientId: identity.operatorClient.userPoolClientId,
      IdentityPoolId: direct.identityPoolId,
      FilesBucket: files.bucketName,
      ArchivesBucket: archives.bucketName,
      MetricsNamespace: namespaceOf(stage),
      SmokeAlarm: monitoring.alarmOf(DELIVERY).alarmName,
      WorkQueue: queues.work.queueUrl,
      DeadWorkQueue: queues.deadWork.queueUrl,
      WebhooksQueue: queues.webhooks.queueUrl,
      DeadWebhooksQueue: queues.deadWebhooks.queueUrl,
      DeadChangesQueue: queues.deadChanges.queueUrl,
      FilesQueue: queues.files.queueArn,
      DeadFilesQueue: queues.deadFiles.queueArn,
      ControlTable: control.tableName,
      EventBusArn: events.bus.eventBusArn,
    };
    if (stage.domain) outputs['DomainAlias'] = api.serveAs(stage.domain);
    if (stage.realtimeDomain) outputs['RealtimeDomain'] = sockets.serveAs(stage.realtimeDomain);
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
    shareWithSilos(this, stage, {
      KeyArn: key.keyArn,
      AlarmTopicArn: monitoring.topic.topicArn,
      ChangesArn: functions.changes.current.functionArn,
      DeadChangesArn: queues.deadChanges.queueArn,
    });
  }
}
