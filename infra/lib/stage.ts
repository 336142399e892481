/** What a stage of the system wants beyond what all have. */
export interface Stage {
  /** Part of every name: letters, digits and hyphens. */
  readonly name: string;
  /** Keeps data and users when the stack is destroyed, and refuses to delete their tables. */
  readonly keep: boolean;
  /** How many copies of the API's function are kept warm; 0 leaves all of them cold. */
  readonly warm: number;
  /** Runs the API's function in an environment of its own for each tenant. It cannot be kept warm. */
  readonly isolateTenants: boolean;
  /** Tenants that have a table of their own. */
  readonly silos: readonly string[];
  /** Where alarms are sent; null shows them on the dashboard alone. */
  readonly alarmEmail: string | null;
  /** Requests a second, and those that may come at once, over all tenants. */
  readonly throttle: { readonly rate: number; readonly burst: number };
}

const standard: Omit<Stage, 'name'> = {
  keep: true,
  warm: 0,
  isolateTenants: false,
  silos: [],
  alarmEmail: null,
  throttle: { rate: 1000, burst: 500 },
};

/** The stages that have a name of their own; any other name is a stage for trying out, which keeps nothing. */
const stages: Readonly<Record<string, Stage>> = {
  prod: { ...standard, name: 'prod', warm: 2 },
  staging: { ...standard, name: 'staging' },
};

/** @throws {Error} when the name cannot be part of the names of resources */
export function stageOf(name: string): Stage {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name))
    throw new Error(
      `"${name}" is no name of a stage: use at most 20 lower-case letters, digits and hyphens.`,
    );
  return Object.hasOwn(stages, name) && stages[name] ? stages[name] : { ...standard, name, keep: false };
}
