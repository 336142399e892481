import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

import type { Model } from '../../src/model/index.ts';
import { tableShape } from '../../src/store/index.ts';
import { GraphqlApi } from './api.ts';
import { Data } from './data.ts';
import { ServedFunction, type FunctionProps } from './functions.ts';
import { Identity } from './identity.ts';
import { Monitoring } from './monitoring.ts';
import type { Stage } from './stage.ts';
import { TenantRole } from './tenant-role.ts';

export interface TenantqlProps extends StackProps {
  readonly stage: Stage;
  readonly model: Model;
}

/** The whole system of one stage. */
export class TenantqlStack extends Stack {
  constructor(scope: Construct, id: string, { stage, model, ...props }: TenantqlProps) {
    super(scope, id, { terminationProtection: stage.keep, ...props });
    const { data, control, silos, archives, key } = new Data(this, stage, model);
    const identity = new Identity(this, stage);
    const cursorSecret = new Secret(this, 'CursorSecret', {
      description: 'Seals the cursors of lists',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      encryptionKey: key,
    });
    const sealed = { CURSOR_SECRET: cursorSecret.secretValue.unsafeUnwrap() };
    const tables = { CONTROL_TABLE: control.tableName };
    const users = {
      USER_POOL_ID: identity.users.userPoolId,
      USER_POOL_CLIENT_ID: identity.userClient.userPoolClientId,
    };
    const operators = {
      OPERATOR_POOL_ID: identity.operators.userPoolId,
      OPERATOR_POOL_CLIENT_ID: identity.operatorClient.userPoolClientId,
    };
    const make = (
      name: string,
      description: string,
      more: Partial<FunctionProps> & Pick<FunctionProps, 'environment'>,
    ): ServedFunction =>
      new ServedFunction(this, name, {
        stage,
        name,
        description,
        memory: 512,
        timeout: Duration.seconds(10),
        ...more,
      });

    const graphql = make('graphql', "answers the tenants' GraphQL", {
      environment: { ...tables, ...users, ...sealed, DATA_TABLE: data.tableName },
      memory: 1769,
      timeout: Duration.seconds(29),
      serves: true,
    });
    const authorizer = make('authorizer', 'lets tokens and keys pass to the API', {
      environment: { ...tables, ...users },
    });
    const preToken = make('pre-token', 'writes tenant and roles into tokens', { environment: tables });
    const jobs = make('jobs', 'goes on with exports, purges and large deletes', {
      environment: { ...tables, ...sealed, DATA_TABLE: data.tableName, ARCHIVES_BUCKET: archives.bucketName },
      memory: 1024,
      timeout: Duration.minutes(15),
    });
    const operator = make('operator', 'answers those who run the platform', {
      environment: { ...tables, ...users, ...operators, ...sealed },
      memory: 1024,
      timeout: Duration.seconds(29),
    });
    const operatorAuthorizer = make('operator-authorizer', 'lets operators pass to their API', {
      environment: operators,
    });

    identity.trigger({ preToken: preToken.alias });

    const tenantRole = new TenantRole(this, {
      tables: [data, ...Object.values(silos)],
      indexes: tableShape(model).indexes.map(({ name }) => name),
      key,
      assumedBy: [graphql.role, jobs.role],
    });
    for (const { role, current } of [graphql, jobs]) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ['sts:AssumeRole', 'sts:TagSession'],
          resources: [tenantRole.role.roleArn],
        }),
      );
      current.addEnvironment('TENANT_ROLE_ARN', tenantRole.role.roleArn);
    }
    for (const { role } of [graphql, jobs, operator]) useRecords(role, control);
    for (const { role } of [authorizer, preToken]) readRecords(role, control);
    for (const { role } of [graphql, jobs, operator, authorizer, preToken]) key.grant(role, ...KEY_ACTIONS);
    for (const { role } of [operator, jobs]) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: [
            'cognito-idp:AdminDeleteUser',
            'cognito-idp:ListGroups',
            'cognito-idp:ListUsers',
            'cognito-idp:ListUsersInGroup',
          ],
          resources: [identity.users.userPoolArn],
        }),
      );
    }
    jobs.role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [archives.bucketArn] }),
    );
    jobs.role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: [archives.arnForObjects('archives/*')],
      }),
    );

    const api = new GraphqlApi(this, 'Tenants', {
      stage,
      description: "The tenants' GraphQL API",
      handler: graphql.alias,
      authorizer: authorizer.alias,
      isolated: stage.isolateTenants,
    });
    const operatorApi = new GraphqlApi(this, 'Operators', {
      stage,
      description: 'The GraphQL API of those who run the platform',
      handler: operator.alias,
      authorizer: operatorAuthorizer.alias,
      isolated: false,
    });
    new Rule(this, 'EveryMinute', {
      description: 'Goes on with jobs, and seals what the audit has not taken up',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(jobs.alias, { event: RuleTargetInput.fromObject({}), retryAttempts: 2 })],
    });
    new Monitoring(this, {
      stage,
      functions: { graphql, authorizer, 'pre-token': preToken, jobs, operator },
      tables: { data, control },
      apis: { tenants: api.api, operators: operatorApi.api },
    });

    new CfnOutput(this, 'Endpoint', { value: api.api.urlForPath('/graphql') });
    new CfnOutput(this, 'OperatorEndpoint', { value: operatorApi.api.urlForPath('/graphql') });
    new CfnOutput(this, 'UserPoolId', { value: users.USER_POOL_ID });
    new CfnOutput(this, 'UserPoolClientId', { value: users.USER_POOL_CLIENT_ID });
    new CfnOutput(this, 'OperatorPoolId', { value: operators.OPERATOR_POOL_ID });
    new CfnOutput(this, 'OperatorPoolClientId', { value: operators.OPERATOR_POOL_CLIENT_ID });
  }
}

/** Tables and secrets are read and written by the one key of the stage. */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = [
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

function readRecords(role: IRole, { tableArn }: ITable): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: READ, resources: [tableArn] }));
}

function useRecords(role: IRole, { tableArn }: ITable): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: [...READ, ...WRITE], resources: [tableArn] }));
}
