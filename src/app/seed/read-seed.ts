import { checkValue, type Report } from '../../engine/index.ts';
import { TENANT_ID_PATTERN, type Isolation, type TenantSettings } from '../../tenant/index.ts';
import { isInRow, type Json, type Model, type ModelType, type Problem } from '../../model/index.ts';
import type { Plans } from '../../platform/index.ts';

/** The initial data of a laptop. */
export interface Seed {
  readonly tenants: readonly SeedTenant[];
  readonly users: readonly SeedUser[];
  /** Users who run the platform, in a user pool of their own. */
  readonly operators: readonly SeedOperator[];
  /** Rows by tenant, then by type. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, readonly SeedRow[]>>>>;
}
export interface SeedTenant {
  readonly id: string;
  readonly name: string;
  readonly plan: string;
  /** `SILO` gives the tenant a table of its own. */
  readonly isolation: Isolation;
  readonly settings: Partial<TenantSettings>;
}
export interface SeedOperator {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** `ADMIN`, `SUPPORT` or `BILLING`. */
  readonly groups: readonly string[];
}
export interface SeedUser {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** The groups of the user in each of their tenants. A sign-in leads to the first tenant by id. */
  readonly memberships: readonly { readonly tenant: string; readonly groups: readonly string[] }[];
}
export type SeedRow = Readonly<Record<string, Json>>;

/**
 * Reads a seed, which is JSON: `{ tenants: [{ id, name }], users: [{ username, email, password, tenant, groups }],
 * rows: { TENANT: { TYPE: [row] } } }`.
 * A tenant may have a `plan`, `settings` and an `isolation`. Without a plan, it gets the last of `plans`. A user of several tenants has `memberships: [{ tenant,
 * groups }]` instead of `tenant` and `groups`.
 * Collects every mistake as a Problem that names its place in the file.
 *
 * @example
 * ```ts
 * const text = JSON.stringify({ tenants: [{ id: 'acme', name: 'Acme' }], users: [], rows: {} });
 * const { seed, problems } = readSeed(text, model, plans);
 * ```
 */
export function readSeed(
  text: string,
  model: Model,
  plans: Plans,
): { seed: Seed; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (at, message, hint) => {
    problems.push({
      severity: 'error',
      code: 'invalid-seed',
      message: `${at}: ${message}`,
      ...(hint ? { hint } : {}),
    });
  };
  const document = asObject(parseJson(text, report), 'seed', report);
  for (const name of Object.keys(document)) {
    if (!['tenants', 'users', 'operators', 'rows'].includes(name))
      report(name, 'is not part of a seed.', 'Use "tenants", "users", "operators" and "rows".');
  }
  const tenants = asList(document['tenants'], 'tenants', report).map((entry, n) =>
    readTenant(entry, `tenants[${n}]`, plans, report),
  );
  reportTwins(
    tenants.map(({ id }) => id),
    'tenants',
    'id',
    report,
  );
  const known = new Set(tenants.map(({ id }) => id).filter((id) => TENANT_ID_PATTERN.test(id)));
  const users = asList(document['users'], 'users', report).map((entry, n) =>
    readUser(entry, `users[${n}]`, known, report),
  );
  reportTwins(
    users.map(({ username }) => username),
    'users',
    'username',
    report,
  );
  const operators = asList(document['operators'], 'operators', report).map((entry, n) =>
    readOperator(entry, `operators[${n}]`, report),
  );
  return {
    seed: { tenants, users, operators, rows: readRows(document['rows'], known, model, report) },
    problems,
  };
}

function reportTwins(values: readonly string[], list: string, name: string, report: Report): void {
  for (const [n, value] of values.entries()) {
    const first = values.indexOf(value);
    if (value !== '' && first < n)
      report(`${list}[${n}].${name}`, `"${value}" is taken by ${list}[${first}].`);
  }
}

function parseJson(text: string, report: Report): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    report('seed', `the file is not valid JSON: ${(error as Error).message}.`);
    return {};
  }
}

function readTenant(entry: unknown, at: string, plans: Plans, report: Report): SeedTenant {
  const {
    id,
    name,
    plan = lastPlan(plans),
    isolation = 'POOL',
    settings,
  } = typeof entry === 'string' ? { id: entry, name: entry } : asObject(entry, at, report);
  if (typeof id !== 'string' || !TENANT_ID_PATTERN.test(id)) {
    report(`${at}.id`, 'must be lower-case letters, digits and hyphens, at most 63.', 'Write e.g. "acme".');
  }
  if (typeof plan !== 'string' || !Object.hasOwn(plans, plan))
    report(
      `${at}.plan`,
      `${JSON.stringify(plan)} is no plan.`,
      `Use one of: ${Object.keys(plans).join(', ')}.`,
    );
  if (isolation !== 'POOL' && isolation !== 'SILO')
    report(`${at}.isolation`, `${JSON.stringify(isolation)} is none.`, 'Use "POOL" or "SILO".');
  const text = typeof id === 'string' ? id : '';
  return {
    id: text,
    name: typeof name === 'string' ? name : text,
    plan: String(plan),
    isolation: isolation === 'SILO' ? 'SILO' : 'POOL',
    settings: settings === undefined ? {} : asObject(settings, `${at}.settings`, report),
  };
}

/** Returns the plan of a tenant for which a seed names none: the last of the file, which by custom limits least. */
export function lastPlan(plans: Plans): string {
  return Object.keys(plans).at(-1) ?? '';
}

function readOperator(entry: unknown, at: string, report: Report): SeedOperator {
  const operator = asObject(entry, at, report);
  const username = readText(operator, 'username', at, report);
  return {
    username,
    password: readText(operator, 'password', at, report),
    email: readText(operator, 'email', at, report, `${username}@example.test`),
    groups: asList(operator['groups'], `${at}.groups`, report).map(String),
  };
}

function readText(
  entry: Readonly<Record<string, unknown>>,
  name: string,
  at: string,
  report: Report,
  otherwise?: string,
): string {
  const value = entry[name] ?? otherwise;
  if (typeof value !== 'string' || value === '') report(`${at}.${name}`, 'must be a text.');
  return typeof value === 'string' ? value : '';
}

function readUser(entry: unknown, at: string, tenants: ReadonlySet<string>, report: Report): SeedUser {
  const user = asObject(entry, at, report);
  const text = (name: string, otherwise?: string): string => readText(user, name, at, report, otherwise);
  const username = text('username');
  const single =
    user['tenant'] === undefined ? [] : [{ tenant: user['tenant'], groups: user['groups'] ?? [] }];
  const given =
    user['memberships'] === undefined ? single : asList(user['memberships'], `${at}.memberships`, report);
  const memberships = given.map((member, n) => {
    const { tenant, groups = [] } = asObject(member, `${at}.memberships[${n}]`, report);
    if (typeof tenant !== 'string' || !tenants.has(tenant)) {
      report(
        `${at}.tenant`,
        `"${String(tenant)}" is not among the tenants of the seed.`,
        `Use one of: ${[...tenants].join(', ')}.`,
      );
    }
    return { tenant: String(tenant), groups: asList(groups, `${at}.groups`, report).map(String) };
  });
  return {
    username,
    password: text('password'),
    email: text('email', `${username}@example.test`),
    memberships,
  };
}

function readRows(entry: unknown, tenants: ReadonlySet<string>, model: Model, report: Report): Seed['rows'] {
  const rows: Record<string, Record<string, readonly SeedRow[]>> = {};
  for (const [tenant, types] of Object.entries(asObject(entry ?? {}, 'rows', report))) {
    if (!tenants.has(tenant)) report(`rows.${tenant}`, 'is not among the tenants of the seed.');
    const mine: Record<string, readonly SeedRow[]> = {};
    for (const [type, list] of Object.entries(asObject(types, `rows.${tenant}`, report))) {
      mine[type] = asList(list, `rows.${tenant}.${type}`, report).map((row, n) =>
        readRow(row, type, model, `rows.${tenant}.${type}[${n}]`, report),
      );
    }
    rows[tenant] = mine;
  }
  return rows;
}

function readRow(entry: unknown, typeName: string, model: Model, at: string, report: Report): SeedRow {
  const type = model.models[typeName];
  if (!type) {
    report(
      at,
      `"${typeName}" is not a @model of the schema.`,
      `Use one of: ${Object.keys(model.models).join(', ')}.`,
    );
    return {};
  }
  const row = asObject(entry, at, report);
  for (const name of Object.keys(row)) {
    const field = type.fields[name];
    if (!field || !isInRow(field)) report(`${at}.${name}`, `is not a stored field of ${typeName}.`);
  }
  for (const { name, kind, type: fieldType } of Object.values(type.fields)) {
    const filled = (row[name] ?? null) === null && isFilled(type, name);
    if (kind.is === 'file' && (fieldType.required || (row[name] ?? null) !== null))
      report(
        `${at}.${name}`,
        'is a file, which no seed can hold.',
        fieldType.required ? `Create each ${typeName} after the start.` : 'Upload it after the start.',
      );
    if (kind.is === 'stored' && !filled) checkValue(model, fieldType, row[name], `${at}.${name}`, report);
  }
  return row as SeedRow;
}

/** Returns whether the API fills in a field that a new row lacks. */
function isFilled({ fields, timestamps }: ModelType, name: string): boolean {
  const stamped = [timestamps.createdAt, timestamps.updatedAt].includes(name);
  return name === 'id' || stamped || fields[name]?.default !== undefined;
}

function asObject(value: unknown, at: string, report: Report): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  report(at, 'must be an object.');
  return {};
}

function asList(value: unknown, at: string, report: Report): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined) report(at, 'must be a list.');
  return [];
}
