import { TENANT_ID_PATTERN } from '../../src/tenant/index.ts';

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
  /** Raise it to have a new secret for cursors: docs/operate.md, "Rotate". */
  readonly cursorSecret: number;
  /** Where alarms are sent; null shows them on the dashboard alone. */
  readonly alarmEmail: string | null;
  /** US dollars a month beyond which, or when they are foreseen, an alarm is sent; null watches no costs. */
  readonly monthlyBudget: number | null;
  /** Requests a second, and those that may come at once, over all tenants. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** The tenants' API by a name of one's own, beside AWS's. */
  readonly domain: CustomDomain | null;
  /** Sign-in on a page of Cognito's, beside the app's own. */
  readonly hostedSignIn: HostedSignIn | null;
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

const standard: Omit<Stage, 'name'> = {
  keep: true,
  gradual: true,
  warm: 0,
  isolateTenants: false,
  silos: [],
  cursorSecret: 1,
  alarmEmail: null,
  monthlyBudget: null,
  throttle: { rate: 1000, burst: 500 },
  domain: null,
  hostedSignIn: null,
};

/** The stages that have a name of their own; any other name is a stage for trying out, which keeps nothing. */
const stages: Readonly<Record<string, Stage>> = {
  prod: { ...standard, name: 'prod', warm: 2, monthlyBudget: 500 },
  staging: { ...standard, name: 'staging' },
};

/**
 * The stage as it is given, when it can be deployed. A name with `-silo` in it could make the name of a tenant's table that
 * of another stage's.
 * @throws {Error} when a name cannot be part of the names of resources
 */
export function checkedStage(stage: Stage): Stage {
  const { name, silos } = stage;
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name) || /-silo(-|$)/.test(name))
    throw new Error(
      `"${name}" is no name of a stage: use at most 20 lower-case letters, digits and hyphens, and no "-silo".`,
    );
  for (const tenant of silos) {
    if (!TENANT_ID_PATTERN.test(tenant))
      throw new Error(
        `"${tenant}" in "silos" of the stage "${name}" is no id of a tenant: write e.g. "acme", as its record has it.`,
      );
  }
  return stage;
}

/** The stage of a name. @throws {Error} as `checkedStage` */
export function stageOf(name: string): Stage {
  const known = Object.hasOwn(stages, name) ? stages[name] : undefined;
  return checkedStage(known ?? { ...standard, name, keep: false, gradual: false });
}
