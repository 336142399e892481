import { randomUUID } from 'node:crypto';

import type { Model } from '../src/model/index.ts';
import { dynamoSend, ensureTables, siloTable, type Send } from '../src/store/index.ts';
import type { FunctionName } from '../src/lambda/index.ts';
import { openIam, type LocalIam, type LocalTables } from '../src/local/data-directory/index.ts';
import { REQUEST_TIMEOUT } from './emulator.ts';
import { scopeOf } from './tenants.ts';

/** Tables behind the IAM guard with the roles of the template. Only `direct` bypasses the guard. */
export interface GuardedTables {
  /** Their names. */
  readonly names: LocalTables;
  /** Returns the data table with a session of a tenant, at another endpoint if one is given, such as a proxy. */
  sendOf(tenant: string, endpoint?: string): Send;
  /** Creates a silo table for a tenant; returns it with a session of that tenant. */
  openSilo(tenant: string): Promise<Send>;
  /** Returns the control table with the role of a function, at another endpoint if one is given. */
  controlSend(role: FunctionName, endpoint?: string): Send;
  /** Returns the table of subscriptions with a session of a tenant. */
  realtimeSend(tenant: string): Send;
  /** Returns the records of connections with the role of a function. */
  connectionSend(role: FunctionName): Send;
  /** The data table around the guard, to read or corrupt its items. */
  readonly direct: Send;
}

const region = 'us-east-1';

/** Creates tables under unique names with the indexes of all the given models. */
export async function makeTables(
  endpoint: string,
  ...models: readonly [Model, ...Model[]]
): Promise<GuardedTables> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamo = { region, endpoint, credentials, requestTimeout: REQUEST_TIMEOUT };
  const id = randomUUID();
  const names = {
    data: `data-${id}`,
    control: `control-${id}`,
    realtime: `realtime-${id}`,
    siloPrefix: `silo-${id}-`,
  };
  for (const model of models) await ensureTables({ ...dynamo, ...names, model });
  const types = models.flatMap((one, at) =>
    Object.entries(one.models).map(([name, type]) => [`${at}${name}`, type]),
  );
  const model: Model = { ...models[0], models: Object.fromEntries(types) as Model['models'] };
  const iamAt = (place: string): LocalIam =>
    openIam({
      region,
      endpoint: place,
      tables: names,
      bucket: `archives-${id}`,
      usageBucket: `usage-${id}`,
      filesBucket: `files-${id}`,
      model,
      requestTimeout: REQUEST_TIMEOUT,
    });
  const iam = iamAt(endpoint);
  const sendOf = iam.sendOf('graphql');
  return {
    names,
    sendOf: (tenant, place) =>
      (place === undefined ? sendOf : iamAt(place).sendOf('graphql'))(scopeOf(tenant)),
    async openSilo(tenant) {
      await ensureTables({ ...dynamo, ...names, model, silos: [siloTable(names.siloPrefix, tenant)] });
      return sendOf(scopeOf(tenant), 'SILO');
    },
    controlSend: (role, place) => (place === undefined ? iam : iamAt(place)).controlSend(role),
    realtimeSend: (tenant) => iam.tablesOf('socket').realtime(scopeOf(tenant)),
    connectionSend: (role) => iam.realtimeSend(role),
    direct: dynamoSend({ ...dynamo, table: names.data }),
  };
}
