import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';

import { Refused } from '../operator/index.ts';
import { cleanUp, nameOf } from './clean-up.ts';
import { requireAlarm, ringAlarm, waitForMetric } from './cloudwatch.ts';
import { createCustomer, operatorRefusal, type Customer } from './customers.ts';
import { proveIsolation, type Party } from './isolation.ts';
import { proveEvents } from './live-events.ts';
import { makeRows } from './make-rows.ts';
import { CheckFailed, Skipped, type Report } from './report.ts';
import { rowTypesOf } from './rows.ts';
import { sealedEvents } from './sealed-events.ts';
import type { Target } from './target.ts';
import { dataOf } from './tenants-api.ts';
import { createUser, signUserIn, userOf } from './users.ts';
import type { Patience } from './wait.ts';

export interface Run {
  /** A word that is in the name of all that the run makes. */
  readonly id: string;
  /** The plan of its tenants, which is their tier. */
  readonly plan: string;
}

/** The most seconds that a clean-up waits for the purges: they wait for the last requests of the tenants. */
const CLEANING = 900;

/** Both tenants of a run, each with one value. */
type Both<Value> = readonly [Value, Value];

/**
 * Runs all checks on a target, and removes what they made, also after a failure or if the user stops it. Each result is
 * in the report.
 */
export async function runSmoke(target: Target, run: Run, report: Report, patience: Patience): Promise<void> {
  const { signal } = patience;
  let made = false;
  try {
    await report.check('access', () => checkAccess(target));
    signal.throwIfAborted();
    made = true;
    await checkTenants(target, run, report, patience);
  } catch (error) {
    if (!(error instanceof CheckFailed) && !signal.aborted) throw error;
  } finally {
    if (made) await checkCleanUp(target, run.id, report, patience);
  }
}

/** Removes what a run has made. This is a check too: the report says what is left. */
export async function checkCleanUp(
  target: Target,
  run: string,
  report: Report,
  { terminal }: Patience,
): Promise<void> {
  const patience = { terminal, signal: new AbortController().signal, most: CLEANING };
  await report
    .check('clean-up', async () => ({ says: await cleanUp(target, run, patience), result: true }))
    .catch((error: unknown) => {
      if (!(error instanceof CheckFailed)) throw error;
    });
}

/** Looks at all that the run needs, before it makes anything. */
async function checkAccess({ name, operators, cloudWatch }: Target) {
  await operators.ask('{ tenants(limit: 1) { items { id } } }').catch((error: unknown) => {
    throw error instanceof Refused ? operatorRefusal(error) : error;
  });
  if (cloudWatch) await requireAlarm(cloudWatch);
  return { says: `The operators' API of ${name} answers.`, result: true };
}

async function checkTenants(target: Target, run: Run, report: Report, patience: Patience): Promise<void> {
  const { signal } = patience;
  const { cloudWatch } = target;
  const since = new Date();
  const customers = await report.check('tenants', () => createCustomers(target, run));
  signal.throwIfAborted();
  const tokens = customers && (await report.check('users', () => createUsers(target, run, customers)));
  if (!tokens) return;
  signal.throwIfAborted();
  const schema = await schemaOf(target, tokens[0]);
  const rows = await report.check('rows', async () => {
    const first = await makeRows(target, tokens[0], rowTypesOf(schema));
    const second = await makeRows(target, tokens[1], [first.type]);
    const says = `Each user made two rows of ${first.type.name}, and lists them.`;
    return { says, result: [first, second] as const };
  });
  signal.throwIfAborted();
  const party = (side: 0 | 1): Party => ({
    tenant: customers[side].id,
    token: tokens[side],
    rows: rows?.[side].rows ?? [],
    cursor: rows?.[side].cursor ?? '',
  });
  const type = rows?.[0].type ?? null;
  await report.check('isolation', async () => {
    const there = await proveIsolation(target, { mine: party(0), theirs: party(1), type });
    const back = await proveIsolation(target, { mine: party(1), theirs: party(0), type });
    const says = `${there + back} questions: the other tenant is as one that does not exist.`;
    return { says, result: true };
  });
  signal.throwIfAborted();
  await report.check('events', async () => {
    if (!type) throw new Skipped('The run could make no row.');
    return { says: await proveEvents(target, type, [party(0), party(1)]), result: true };
  });
  await report.check('audit', async () => {
    const events = await sealedEvents(target, tokens[0], schema, patience);
    return { says: `${events} events are sealed, and the chain is sound.`, result: true };
  });
  await report.check('metric', async () => {
    if (!cloudWatch) throw new Skipped('A laptop has no CloudWatch.');
    const requests = await waitForMetric(cloudWatch, { tier: run.plan, since }, patience);
    return { says: `CloudWatch counts ${requests} requests of the tier "${run.plan}".`, result: true };
  });
  await report.check('alarm', async () => {
    if (!cloudWatch) throw new Skipped('A laptop has no alarms.');
    return { says: await ringAlarm(cloudWatch, since, patience), result: true };
  });
}

async function createCustomers({ operators }: Target, { id, plan }: Run) {
  const create = (side: 'a' | 'b'): Promise<Customer> =>
    createCustomer(operators, { name: `${nameOf(id)} ${side}`, plan, owner: userOf(id, side) });
  const result: Both<Customer> = [await create('a'), await create('b')];
  return { says: `"${result[0].id}" and "${result[1].id}" are made.`, result };
}

async function createUsers(target: Target, { id }: Run, [first, second]: Both<Customer>) {
  const enter = async (side: 'a' | 'b', { invitation }: Customer): Promise<string> => {
    const user = userOf(id, side);
    const password = await createUser(target, user);
    return signUserIn(target, user, { password, invitation });
  };
  const result: Both<string> = [await enter('a', first), await enter('b', second)];
  return { says: 'One owner of each has signed in.', result };
}

/** Returns the schema of the API as the target serves it. */
async function schemaOf({ api }: Target, token: string): Promise<GraphQLSchema> {
  const reply = await api.ask({ token }, getIntrospectionQuery());
  return buildClientSchema(dataOf(reply, api.url) as IntrospectionQuery);
}
