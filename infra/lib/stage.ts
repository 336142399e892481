import { STAGE_THROTTLE, type Throttle } from '../../src/lambda/gateway-tiers.ts';
import type { Model } from '../../src/model/index.ts';
import type { Plans } from '../../src/platform/index.ts';

/** Where a stage goes when nothing names a region. */
export const DEFAULT_REGION = 'eu-central-1';

/** What a stage of the system wants beyond what all have. */
export interface Stage {
  /** Part of every name: letters, digits and hyphens. */
  readonly name: string;
  /** Keeps data and users when the stack is destroyed, and refuses to delete their tables. */
  readonly keep: boolean;
  /** New versions of what serves requests take over a tenth of them first, and go back by themselves when they fail. */
  readonly gradual: boolean;
  /** How many copies of the API's function are kept warm; 0 leaves all of them cold. */
  readonly warm: number;
  /** Runs the API's function in an environment of its own for each tenant. It can neither be kept warm nor change gradually. */
  readonly isolateTenants: boolean;
  /**
   * Ids of tenants that have a table of their own, which only their sessions reach. The functions are told of none of them:
   * where a tenant's rows are is said by its record (docs/platform/isolation.md), and the table is there before and after.
   */
  readonly silos: readonly string[];
  /** Days that exports of tenants are kept; null keeps them until the tenant is purged. */
  readonly archiveDays: number | null;
  /** Raise it to have a new secret for cursors: docs/operate.md, "Rotate". */
  readonly cursorSecret: number;
  /** Where alarms are sent; null shows them on the dashboard alone. */
  readonly alarmEmail: string | null;
  /** US dollars a month beyond which, or when they are foreseen, an alarm is sent; null watches no costs. */
  readonly monthlyBudget: number | null;
  /** Requests a second, and those that may come at once, over all tenants. */
  readonly throttle: Throttle;
  /** The same over all tenants of a plan, by its name; a plan that is left out has its share of `throttle` (`tierThrottles`). */
  readonly tiers: Readonly<Record<string, Throttle>>;
  /** Has the gateway keep answers to GETs; null keeps none. docs/operate.md says what that means. */
  readonly cacheGets: GetCache | null;
  /** The tenants' API by a name of one's own, beside AWS's. */
  readonly domain: CustomDomain | null;
  /** Sign-in on a page of Cognito's, beside the app's own. */
  readonly hostedSignIn: HostedSignIn | null;
}

export interface GetCache {
  /** How long an answer is kept: 1 to 60. */
  readonly seconds: number;
  /** The size of the cache, which is paid by the hour: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237. */
  readonly sizeGb: number;
}

export interface CustomDomain {
  /** e.g. `api.example.com` */
  readonly name: string;
  /** Of a certificate for it, in ACM and in the region of the stage. */
  readonly certificateArn: string;
}

export interface HostedSignIn {
  /** The page is `https://PREFIX.auth.REGION.amazoncognito.com`; unique in a region. */
  readonly domainPrefix: string;
  /** Where Cognito sends users back to: whole addresses of the app, by HTTPS. */
  readonly callbackUrls: readonly string[];
}

/** What a stage has unless the app says otherwise. */
export const standard: Omit<Stage, 'name'> = {
  keep: true,
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
  domain: null,
  hostedSignIn: null,
};

/** What a stage has in place of the standard. */
export type StageSettings = Partial<Omit<Stage, 'name'>>;

/** What is deployed: an app, as codegen writes it, and its stages by their names. */
export interface DeployedApp {
  readonly model: Model;
  readonly plans: Plans;
  readonly stages: Readonly<Record<string, StageSettings>>;
}
