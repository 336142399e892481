import { OTHER_HEADERS } from '../../src/lambda/gateway-settings.ts';
import { STAGE_THROTTLE, type Throttle } from '../../src/lambda/gateway-tiers.ts';
import type { Model } from '../../src/model/index.ts';
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
   * Runs the API's function in an environment for each tenant. Such a function cannot be kept warm or change gradually.
   */
  readonly isolateTenants: boolean;
  /**
   * Ids of tenants with a table of their own, which only their sessions reach.
   * The functions do not know them: a tenant's record says where its rows are (docs/platform/isolation.md). The table
   * exists before and after.
   */
  readonly silos: readonly string[];
  /** The days that exports of tenants are kept. Null keeps them until the tenant is purged. */
  readonly archiveDays: number | null;
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
  /** Lets the gateway keep answers to GETs; null keeps none. docs/operate.md explains the effect. */
  readonly cacheGets: GetCache | null;
  /**
   * Request headers that web pages may send, in addition to those that the API needs. `*` is all of them, for tracing and
   * the like.
   */
  readonly allowHeaders: readonly string[];
  /** A custom domain of the tenants' API, in addition to AWS's. */
  readonly domain: CustomDomain | null;
  /** Sign-in on a page of Cognito, in addition to the app's own. */
  readonly hostedSignIn: HostedSignIn | null;
  /** The sender of Cognito's mails to users and operators. Null sends them from Cognito, at most 50 a day. */
  readonly mail: Mail | null;
  /** The plan of Cognito: `PLUS` adds protection against stolen passwords, and costs more for each active user. */
  readonly featurePlan: 'ESSENTIALS' | 'PLUS';
  /** The client that the functions call DynamoDB by: our own, or that of the SDK, at twice the CPU. */
  readonly dynamoDbClient: 'lean' | 'sdk';
}

export interface Mail {
  /** The address of the sender: `hello@example.com`. Amazon SES must have verified its domain in the stage's region. */
  readonly from: string;
  /** The name of the sender: `Example`. Null shows the address alone. */
  readonly name: string | null;
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
}

/** The settings of a stage unless the app says otherwise. */
export const standard: Omit<Stage, 'name'> = {
  keep: true,
  protect: true,
  gradual: true,
  warm: 0,
  isolateTenants: false,
  silos: [],
  archiveDays: null,
  cursorSecret: 1,
  alarmEmail: null,
  monthlyBudget: null,
  throttle: STAGE_THROTTLE,
  tiers: {},
  cacheGets: null,
  allowHeaders: OTHER_HEADERS,
  domain: null,
  hostedSignIn: null,
  mail: null,
  featurePlan: 'PLUS',
  dynamoDbClient: 'lean',
};

/** The settings of a stage that differ from the standard. */
export type StageSettings = Partial<Omit<Stage, 'name'>>;

/** The app to deploy, as codegen writes it, and its stages by name. */
export interface DeployedApp {
  readonly model: Model;
  readonly plans: Plans;
  readonly stages: Readonly<Record<string, StageSettings>>;
}
