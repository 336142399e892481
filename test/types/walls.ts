/**
 * What must not compile. Each line under `@ts-expect-error` is wrong for exactly one reason, so that a wall that falls
 * leaves a directive without an error, which tsc refuses. Compiled by `npm run check:types`; never run.
 */
/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call -- what must not compile has no type */
/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- one of the walls, met here on purpose */
import { Refusal, Scope, type Caller, type TenantId } from '../../src/tenant/index.ts';
import type { Json, Model, ModelType } from '../../src/model/index.ts';
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
import type { CustomMutation } from '../../src/generated/resolvers.ts';

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
declare const incomplete: Pick<CustomMutation, 'addTask'>;
declare const context: Parameters<CustomMutation['closeProject']>[2];
const key: Row = { id: 'a' };
const access: Access = { op: 'get', type, key };

// @ts-expect-error A string is no tenant.
export const named: TenantId = 'acme';

// @ts-expect-error A tenant is made by tenant/ alone: it exports no way from a string.
export const { parseTenantId } = await import('../../src/tenant/index.ts');

// @ts-expect-error A brand by another name is not the brand.
export const branded: TenantId = 'acme' as string & { readonly tenant: true };

// @ts-expect-error A caller cannot be forged from strings.
export const forged: Caller = { ...caller, tenantId: 'globex' };

// @ts-expect-error A caller cannot be moved to another tenant.
caller.tenantId = tenantId;

// @ts-expect-error Nor get a group.
caller.groups.push('ADMIN');

// @ts-expect-error A scope is opened, not constructed.
export const constructed = new Scope(caller);

// @ts-expect-error An object that looks like a scope is none.
export const literal: Scope = { caller, tenantId };

// @ts-expect-error A scope cannot be moved to another tenant.
scope.tenantId = tenantId;

// @ts-expect-error A scope is not a class to be extended past its constructor.
export class Anyone extends Scope {}

// @ts-expect-error An access cannot name a tenant.
export const named2: Access = { op: 'get', type, key, tenantId };

// @ts-expect-error The accesses are a closed union.
export const scan: Access['op'] = 'scan';

// @ts-expect-error A command is made for a tenant, not for a string.
commandFor('acme', access);

// @ts-expect-error There is no store without a scope.
openStore(tenantId, options);

// @ts-expect-error A store reads by accesses alone.
export const send = store.send;

// @ts-expect-error There are no tables without a scope.
openTenantStore(model, store);

// @ts-expect-error There is no context without a scope.
export const anonymous: Context = { store: tenantStore };

// @ts-expect-error Nor one without a store.
export const idle: Context = { scope };

// @ts-expect-error The scope of a context cannot be exchanged.
requestContext.scope = scope;

// @ts-expect-error The Lambda does not open without a gate.
export const open: GraphqlOptions = { ...graphqlOptions, gate: undefined };

// @ts-expect-error A resolver sees no tenant in the rows of a table.
export const tenantOfRow = (await context.store.Project.get({ id: 'a' }))?.tenantId;

// @ts-expect-error A resolver cannot write one either.
export const moved = context.store.trusted.Project.update({ id: 'a', tenantId: 'globex' });

// @ts-expect-error Business code that skips the rules has no way out of the tenant.
export const out = context.store.trusted.trusted;

// @ts-expect-error Every custom field has a resolver.
export const missing: CustomMutation = incomplete;

// @ts-expect-error And every resolver a custom field.
export const extra: keyof CustomMutation = 'dropAll';

// @ts-expect-error A request is refused with a code of the closed set.
export const code = new Refusal('TEAPOT', 'No coffee here.');

// @ts-expect-error The model of a running API is not changed.
model.models['Task'] = type;

// @ts-expect-error A row that was read is not changed.
key['id'] = 'b' satisfies Json;
