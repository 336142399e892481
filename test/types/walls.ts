/**
 * What must not compile. Each line under `@ts-expect-error` is wrong for exactly one reason, so that a wall that falls
 * leaves a directive without an error, which tsc refuses. Compiled by `npm run check:types`; never run.
 */
import { Refusal, Scope, type Caller, type TenantId } from '../../src/tenant/index.ts';
import type { Json, ModelType } from '../../src/model/index.ts';
import {
  commandFor,
  openStore,
  type Access,
  type Row,
  type Store,
  type StoreOptions,
} from '../../src/store/index.ts';
import { openTenantStore, type Context, type TenantStore } from '../../src/engine/index.ts';
import type { RequestContext } from '../../src/server/index.ts';
import type { GraphqlOptions } from '../../src/lambda/index.ts';
import type { CustomMutation, RequiredResolvers } from '../../src/generated/resolvers.ts';
import type { Model } from '../../src/model/index.ts';

declare const caller: Caller;
declare const scope: Scope;
declare const store: Store;
declare const tenantStore: TenantStore;
declare const tenantId: TenantId;
declare const options: StoreOptions;
declare const model: Model;
declare const type: ModelType;
declare const graphqlOptions: GraphqlOptions;
declare const requestContext: RequestContext;
declare const resolvers: RequiredResolvers;
declare const context: Parameters<CustomMutation['closeProject']>[2];
const key: Row = { id: 'a' };
const access: Access = { op: 'get', type, key };

// A string is no tenant.
// @ts-expect-error
export const named: TenantId = 'acme';

// A tenant is made by tenant/ alone: it exports no way from a string.
// @ts-expect-error
export const { parseTenantId } = await import('../../src/tenant/index.ts');

// A brand by another name is not the brand.
// @ts-expect-error
export const branded: TenantId = 'acme' as string & { readonly tenant: true };

// A caller cannot be forged from strings.
// @ts-expect-error
export const forged: Caller = { ...caller, tenantId: 'globex' };

// A caller cannot be moved to another tenant.
// @ts-expect-error
caller.tenantId = tenantId;

// Nor get a group.
// @ts-expect-error
caller.groups.push('Admin');

// A scope is opened, not constructed.
// @ts-expect-error
export const constructed = new Scope(caller);

// An object that looks like a scope is none.
// @ts-expect-error
export const literal: Scope = { caller, tenantId };

// A scope cannot be moved to another tenant.
// @ts-expect-error
scope.tenantId = tenantId;

// A scope is not a class to be extended past its constructor.
// @ts-expect-error
export class Anyone extends Scope {}

// An access cannot name a tenant.
// @ts-expect-error
export const named2: Access = { op: 'get', type, key, tenantId };

// The accesses are a closed union.
// @ts-expect-error
export const scan: Access['op'] = 'scan';

// A command is made for a tenant, not for a string.
// @ts-expect-error
commandFor('acme', access);

// There is no store without a scope.
// @ts-expect-error
openStore(tenantId, options);

// A store reads by accesses alone.
// @ts-expect-error
store.send;

// There are no tables without a scope.
// @ts-expect-error
openTenantStore(model, store);

// There is no context without a scope.
// @ts-expect-error
export const anonymous: Context = { store: tenantStore };

// Nor one without a store.
// @ts-expect-error
export const idle: Context = { scope };

// The scope of a context cannot be exchanged.
// @ts-expect-error
requestContext.scope = scope;

// The Lambda does not open without a gate.
// @ts-expect-error
export const open: GraphqlOptions = { ...graphqlOptions, gate: undefined };

// A resolver sees no tenant in the rows of a table.
// @ts-expect-error
export const tenantOfRow = (await context.store.Project.get({ id: 'a' }))?.tenantId;

// A resolver cannot write one either.
// @ts-expect-error
context.store.trusted.Project.update({ id: 'a', tenantId: 'globex' });

// Business code that skips the rules has no way out of the tenant.
// @ts-expect-error
context.store.trusted.trusted;

// Every custom field has a resolver.
// @ts-expect-error
export const missing: RequiredResolvers['Mutation'] = { addTask: resolvers.Mutation.addTask };

// And every resolver a custom field.
// @ts-expect-error
export const extra: RequiredResolvers['Mutation'] = {
  ...resolvers.Mutation,
  dropAll: resolvers.Mutation.addTask,
};

// A request is refused with a code of the closed set.
// @ts-expect-error
export const code = new Refusal('TEAPOT', 'No coffee here.');

// The model of a running API is not changed.
// @ts-expect-error
model.models['Task'] = type;

// A row that was read is not changed.
// @ts-expect-error
key['id'] = 'b' satisfies Json;
