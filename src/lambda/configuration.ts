import type { MailService } from '../platform/index.ts';

/** The environment variables of the Lambda functions. `infra/` sets them. */
export interface Configuration {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly operatorPoolId: string;
  readonly operatorClientId: string;
  readonly dataTable: string;
  /** Prefix of the names of silo tables. */
  readonly siloTablePrefix: string;
  readonly controlTable: string;
  readonly realtimeTable: string;
  /** URL at which functions post to connections. */
  readonly socketEndpoint: string;
  readonly archiveBucket: string;
  readonly usageBucket: string;
  readonly filesBucket: string;
  /** `true` or `false`. */
  readonly scanFiles: string;
  readonly tenantRole: string;
  /** URL of the queue of work. */
  readonly workQueue: string;
  /** The name of the bus of events about tenants. */
  readonly eventBus: string;
  /** URL of the queue of webhooks. */
  readonly webhookQueue: string;
  readonly cursorSecretArn: string;
  readonly metrics: string;
  readonly tierPrefix: string;
}

const VARIABLES = {
  region: ['AWS_REGION', 'the region, which Lambda sets itself'],
  userPoolId: ['USER_POOL_ID', 'the id of the Cognito user pool'],
  clientId: ['USER_POOL_CLIENT_ID', 'the id of its app client'],
  operatorPoolId: ['OPERATOR_POOL_ID', "the id of the operators' own user pool"],
  operatorClientId: ['OPERATOR_POOL_CLIENT_ID', 'the id of its app client'],
  dataTable: ['DATA_TABLE', "the name of the DynamoDB table that holds the tenants' rows"],
  siloTablePrefix: ['SILO_TABLE_PREFIX', 'the prefix of the names of silo tables'],
  controlTable: ['CONTROL_TABLE', 'the name of the DynamoDB table that holds tenants and memberships'],
  realtimeTable: [
    'REALTIME_TABLE',
    'the name of the DynamoDB table that holds connections and subscriptions',
  ],
  socketEndpoint: ['SOCKET_ENDPOINT', 'the URL at which functions post to connections'],
  archiveBucket: ['ARCHIVE_BUCKET', 'the name of the S3 bucket that holds archives of tenants'],
  usageBucket: ['USAGE_BUCKET', 'the name of the S3 bucket that holds the log lines of requests'],
  filesBucket: ['FILES_BUCKET', 'the name of the S3 bucket that holds files of tenants'],
  scanFiles: ['SCAN_FILES', '"true" if uploads wait for a scan for malware, else "false"'],
  tenantRole: ['TENANT_ROLE_ARN', "the ARN of the role that reaches one tenant's rows"],
  workQueue: ['WORK_QUEUE_URL', 'the URL of the SQS queue of work on tenants'],
  eventBus: ['EVENT_BUS', 'the name of the EventBridge bus of events about tenants'],
  webhookQueue: ['WEBHOOK_QUEUE_URL', 'the URL of the SQS queue of deliveries to webhooks'],
  cursorSecretArn: ['CURSOR_SECRET_ARN', 'the ARN of the secret that encrypts the cursors'],
  metrics: ['METRICS_NAMESPACE', 'the namespace of the metrics in CloudWatch'],
  tierPrefix: ['TIER_PREFIX', "the prefix of this stage's keys at API Gateway"],
} as const satisfies Record<keyof Configuration, readonly [string, string]>;

/**
 * Reads the variables that one function needs.
 * @throws {Error} with the names of all missing variables
 */
export function readConfiguration<Key extends keyof Configuration>(
  env: Readonly<Record<string, string | undefined>>,
  keys: readonly Key[],
): Pick<Configuration, Key> {
  const missing = keys.map((key) => VARIABLES[key]).filter(([name]) => !env[name]);
  if (missing.length > 0) {
    const lines = missing.map(([name, meaning]) => `  ${name}: ${meaning}`);
    throw new Error(`The environment lacks:\n${lines.join('\n')}`);
  }
  return Object.fromEntries(keys.map((key) => [key, env[VARIABLES[key][0]]])) as Pick<Configuration, Key>;
}

/** Reads `MAIL_FROM`, `MAIL_NAME` and `APP_URL`. Returns null if the stage sends no mail: it lacks a sender or the app's address. */
export function mailSettings(
  env: Readonly<Record<string, string | undefined>>,
): Omit<MailService, 'mailer'> | null {
  const { MAIL_FROM: address, MAIL_NAME: name, APP_URL: appUrl } = env;
  if (!address || !appUrl) return null;
  return { from: { address, name: name ? name : null }, appUrl };
}
