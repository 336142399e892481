import { OTHER_HEADERS } from '../../src/lambda/gateway-settings.ts';
import { STAGE_THROTTLE, type Throttle } from '../../src/lambda/gateway-tiers.ts';
import type { Model } from '../../src/model/index.ts';
import type { ScheduleInfo } from '../../src/engine/index.ts';
import type { Plans } from '../../src/platform/index.ts';

/** The region of a stage if none is given. */
export const DEFAULT_REGION = 'eu-central-1';

/** The settings of a stage. */
export interface Stage {
  /** A part of every name: letters, digits and hyphens. */
  readonly name: string;
  /** Keeps data and users when the stack is destroyed, and refuses to delete their tables. */
  readonly keep: boolean;
  /**
   * Refuses to delete the tables, the pools and the stack of a stage that keeps its data. `npm run deploy` leaves it out
   * until the stage exists, because CloudFormation could not clean up after a first deployment that fails.
   */
  readonly protect: boolean;
  /** A new version that serves requests first gets a tenth of them, and is rolled back if it fails. */
  readonly gradual: boolean;
  /** The number of warm copies of the API's function, with one of its authorizer. With 0 all start cold. */
  readonly warm: number;
  /**
   * The maximum number of copies of the function `work`: each does a slice of the background work of one tenant. From 2 to
   * 1,000. They count against the account's concurrent copies.
   */
  readonly workers: number;
  /**
   * Runs the API's function in an environment for each tenant. Such a function cannot be kept warm or change gradually.
   */
  readonly isolateTenants: boolean;
  /** The days that exports of tenants are kept. Null keeps them until the tenant is purged. */
  readonly archiveDays: number | null;
  /**
   * Lets GuardDuty scan each new file. Until a file is found clean, no caller can read it; one with malware is deleted. AWS bills
   * each gigabyte and each object.
   */
  readonly scanFiles: boolean;
  /**
   * The origins of the web pages that may send and read files: `https://app.example.com`. `*` is all of them: a link is
   * signed, and an origin proves nothing more.
   */
  readonly fileOrigins: readonly string[];
  /** Raise it to get a new secret for cursors: docs/operate.md, "Rotate". */
  readonly cursorSecret: number;
  /** The address for alarms. Null shows them only on the dashboard. */
  readonly alarmEmail: string | null;
  /** US dollars a month. Actual or forecast costs above them send an alarm. Null watches no costs. */
  readonly monthlyBudget: number | null;
  /** Requests a second, and those at once, of all tenants together. */
  readonly throttle: Throttle;
  /**
   * The same for all tenants of a plan, by its name. A plan that is left out gets its share of `throttle`
   * (`tierThrottles`).
   */
  readonly tiers: Readonly<Record<string, Throttle>>;
  /**
   * The door of the tenants' API: a REST API of API Gateway with authorizer, firewall and a throttle for each plan, or an HTTP
   * API, which is cheaper and has none of these. docs/operate.md compares them.
   */
  readonly door: 'rest' | 'http';
  /** Lets the gateway keep answers to GETs; null keeps none. docs/operate.md explains the effect. */
  readonly cacheGets: GetCache | null;
  /**
   * Request headers that web pages may send, in addition to those that the API needs. `*` is all of them, for tracing and
   * the like.
   */
  readonly allowHeaders: readonly string[];
  /** A custom domain of the tenants' API, in addition to AWS's. */
  readonly domain: CustomDomain | null;
  /**
   * A custom domain of the subscriptions, in addition to AWS's. API Gateway shares no domain between a WebSocket API and
   * another, so it differs from `domain`.
   */
  readonly realtimeDomain: CustomDomain | null;
  /** Sign-in on a page of Cognito, in addition to the app's own. */
  readonly hostedSignIn: HostedSignIn | null;
  /**
   * The sender of mails, by Amazon SES: Cognito's to users and operators, and with `appUrl` also our own, such as invitations.
   * Null sends Cognito's mails from Cognito, at most 50 a day, and none of ours.
   */
  readonly mail: Mail | null;
  /** The address of your app, to which our mails link: `https://app.example.com`. Null sends no mails of ours. */
  readonly appUrl: string | null;
  /** The plan of Cognito: `PLUS` adds protection against stolen passwords, and costs more for each active user. */
  readonly featurePlan: 'ESSENTIALS' | 'PLUS';
  /** How the tables take load, and how they are paid. */
  readonly capacity: Readonly<Record<TableName, Capacity>>;
  /**
   * The networks from which operators may call their API: `203.0.113.0/24`, `2001:db8::/32`. Null admits all. The API asks
   * for a token in any case.
   */
  readonly operatorNetworks: readonly string[] | null;
  /** What is logged, and for how long. */
  readonly logs: Logs;
  /** The part of the tenants' requests that X-Ray traces. Null traces none. */
  readonly traces: Traces | null;
  /** The client that the functions call DynamoDB by: our own, or that of the SDK, at twice the CPU. */
  readonly dynamoDbClient: 'lean' | 'sdk';
}

export interface Mail {
  /** The address of the sender: `hello@example.com`. Amazon SES must have verified its domain in the stage's region. */
  readonly from: string;
  /** The name of the sender: `Example`. Null shows the address alone. */
  readonly name: string | null;
}

/** The tables of a stage: the pool of rows, the platform's records, and each table of a tenant's own. */
export type TableName = 'data' | 'control' | 'silo';

/** The capacity of a table and of each of its indexes. */
export type Capacity = OnDemand | Provisioned;

/** Capacity that is paid for each request. */
export interface OnDemand {
  readonly mode: 'onDemand';
  /** The most read and write units a second, as a bound of costs. DynamoDB refuses more. Null sets none. */
  readonly maxReads: number | null;
  readonly maxWrites: number | null;
  /** The units a second that are there at once. Null is DynamoDB's own: 12,000 reads and 4,000 writes. */
  readonly warm: Units | null;
}

/** Capacity that is paid by the hour, and follows the load between two bounds. */
export interface Provisioned {
  readonly mode: 'provisioned';
  readonly reads: Scaling;
  readonly writes: Scaling;
}

export interface Units {
  readonly reads: number;
  readonly writes: number;
}

export interface Scaling {
  /** Units a second. */
  readonly min: number;
  readonly max: number;
  /** The share of the capacity that is to be used, in per cent: 20 to 90. */
  readonly target: number;
}

export interface Logs {
  /** The days that each log is kept: one of those that CloudWatch has, such as 30, 90 or 365. */
  readonly days: number;
  /**
   * The least important lines of Lambda itself. `WARN` leaves out START and REPORT, a third of the log: with them go the
   * billed duration, the memory and the cold start of each call.
   */
  readonly platform: 'DEBUG' | 'INFO' | 'WARN';
  /**
   * The least important lines of the functions. It is never above `INFO`, because metrics and usage are counted from
   * these lines.
   */
  readonly functions: 'TRACE' | 'DEBUG' | 'INFO';
}

export interface Traces {
  /** Requests a second that are traced in any case. */
  readonly perSecond: number;
  /** The share of all others: 0.05 is one of twenty. */
  readonly share: number;
}

export interface GetCache {
  /** The seconds that an answer is kept: 1 to 60. */
  readonly seconds: number;
  /** The size of the cache, which is paid by the hour: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237. */
  readonly sizeGb: number;
}

export interface CustomDomain {
  /** The domain: `api.example.com`. */
  readonly name: string;
  /** The ARN of its certificate, in ACM and in the region of the stage. */
  readonly certificateArn: string;
}

export interface HostedSignIn {
  /** The prefix of the page's address, `https://PREFIX.auth.REGION.amazoncognito.com`. It is unique in a region. */
  readonly domainPrefix: string;
  /** The addresses to which Cognito returns users: whole addresses of the app, by HTTPS. */
  readonly callbackUrls: readonly string[];
  /**
   * The looks of the page, as the branding designer of Cognito exports them (`settings` of DescribeManagedLoginBranding).
   * Null takes Cognito's own.
   */
  readonly branding: Readonly<Record<string, unknown>> | null;
}

/** The capacity of a table unless the app says otherwise. */
export const ON_DEMAND: OnDemand = { mode: 'onDemand', maxReads: null, maxWrites: null, warm: null };

/** What X-Ray traces by itself. */
export const DEFAULT_TRACES: Traces = { perSecond: 1, share: 0.05 };

/** Returns whether X-Ray traces these by itself, without a rule. */
export function areDefaultTraces({ perSecond, share }: Traces): boolean {
  return perSecond === DEFAULT_TRACES.perSecond && share === DEFAULT_TRACES.share;
}

/** The settings of a stage unless the app says otherwise. */
export const standard: Omit<Stage, 'name'> = {
  keep: true,
  protect: true,
  gradual: true,
  warm: 0,
  workers: 10,
  isolateTenants: false,
  archiveDays: null,
  scanFiles: false,
  fileOrigins: ['*'],
  cursorSecret: 1,
  alarmEmail: null,
  monthlyBudget: null,
  throttle: STAGE_THROTTLE,
  tiers: {},
  door: 'rest',
  cacheGets: null,
  allowHeaders: OTHER_HEADERS,
  domain: null,
  realtimeDomain: null,
  hostedSignIn: null,
  mail: null,
  appUrl: null,
  featurePlan: 'PLUS',
  capacity: { data: ON_DEMAND, control: ON_DEMAND, silo: ON_DEMAND },
  operatorNetworks: null,
  logs: { days: 90, platform: 'INFO', functions: 'INFO' },
  traces: DEFAULT_TRACES,
  dynamoDbClient: 'lean',
};

/** The settings of a stage that differ from the standard. */
export type StageSettings = Partial<Omit<Stage, 'name' | 'capacity' | 'logs'>> & {
  /** The tables whose capacity differs. */
  readonly capacity?: Partial<Stage['capacity']>;
  readonly logs?: Partial<Logs>;
};

/** The app to deploy, as codegen writes it, and its stages by name. */
export interface DeployedApp {
  readonly model: Model;
  readonly plans: Plans;
  /** What codegen knows of the schedules of the app. Without any, nothing asks for their slots. */
  readonly schedules: readonly ScheduleInfo[];
  readonly stages: Readonly<Record<string, StageSettings>>;
}
