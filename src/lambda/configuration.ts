/** What the Lambdas are told by their environment; `infra/` writes it. */
export interface Configuration {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly operatorPoolId: string;
  readonly operatorClientId: string;
  readonly dataTable: string;
  /** What the names of the tables of single tenants begin with. */
  readonly siloTablePrefix: string;
  readonly controlTable: string;
  readonly tenantRole: string;
  readonly cursorSecret: string;
}

const VARIABLES = {
  region: ['AWS_REGION', 'the region, which Lambda sets itself'],
  userPoolId: ['USER_POOL_ID', 'the id of the Cognito user pool'],
  clientId: ['USER_POOL_CLIENT_ID', 'the id of its app client'],
  operatorPoolId: ['OPERATOR_POOL_ID', "the id of the operators' own user pool"],
  operatorClientId: ['OPERATOR_POOL_CLIENT_ID', 'the id of its app client'],
  dataTable: ['DATA_TABLE', "the name of the DynamoDB table that holds the tenants' rows"],
  siloTablePrefix: ['SILO_TABLE_PREFIX', 'what the names of tables of single tenants begin with'],
  controlTable: ['CONTROL_TABLE', 'the name of the DynamoDB table that holds tenants and memberships'],
  tenantRole: ['TENANT_ROLE_ARN', "the ARN of the role whose credentials reach one tenant's rows"],
  cursorSecret: ['CURSOR_SECRET', 'at least 32 random characters that seal the cursors'],
} as const satisfies Record<keyof Configuration, readonly [string, string]>;

/** Reads what one function needs. @throws {Error} that lists every variable that is missing */
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
