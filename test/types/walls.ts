/**
 * Code that must not compile. Each line under `@ts-expect-error` is wrong for exactly one reason. If a wall falls, its
 * directive has no error, which tsc refuses. `npm run check:types` compiles this file; nothing runs it.
 */
/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call -- what must not compile has no type */
/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- one of the walls, met here on purpose */
import { Refusal, Scope, type Caller, type GateOptions, type TenantId } from '../../src/tenant/index.ts';
import type { Json, Model, ModelType } from '../../src/model/index.ts';
import { openStore, type Access, type Row, type Store } from '../../src/store/index.ts';
import type { StoreOptions } from '../../src/store/dynamo/rows/open-store.ts';
import { commandFor } from '../../src/store/dynamo/commands/command.ts';
import { openTenantStore, type Context, type TenantStore } from '../../src/engine/index.ts';
import type { RequestContext } from '../../src/server/index.ts';
import type { GraphqlOptions } from '../../src/lambda/graphql-handler.ts';
import type { CustomMutation } from '../fixture/generated/resolvers.ts';

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

// @ts-expect-error A string is not a tenant id.
export const named: TenantId = 'acme';

// @ts-expect-error Only tenant/ makes a tenant id: it exports no function from a string.
export const { parseTenantId } = await import('../../src/tenant/index.ts');

// @ts-expect-error A brand with another name is not the brand.
export const branded: TenantId = 'acme' as string & { readonly tenant: true };

// @ts-expect-error A caller cannot be forged from strings.
export const forged: Caller = { ...caller, tenantId: 'globex' };

// @ts-expect-error A caller cannot be moved to another tenant.
caller.tenantId = tenantId;

// @ts-expect-error A caller cannot get another group.
caller.groups.push('ADMIN');

// @ts-expect-error A scope cannot be constructed: it is opened.
export const constructed = new Scope(caller);

// @ts-expect-error An object that looks like a scope is not a scope.
export const literal: Scope = { caller, tenantId };

// @ts-expect-error A scope cannot be moved to another tenant.
scope.tenantId = tenantId;

// @ts-expect-error A class cannot extend Scope to get around its constructor.
export class Anyone extends Scope {}

// @ts-expect-error An access cannot name a tenant.
export const named2: Access = { op: 'get', type, key, tenantId };

// @ts-expect-error The accesses are a closed union.
export const scan: Access['op'] = 'scan';

// @ts-expect-error A command is made for a tenant id, not for a string.
commandFor('acme', access);

// @ts-expect-error There is no store without a scope.
openStore(tenantId, options);

// @ts-expect-error A store reads by accesses only.
export const send = store.send;

// @ts-expect-error The engine's tables cannot be opened without a scope.
openTenantStore(model, store);

// @ts-expect-error There is no context without a scope.
export const anonymous: Context = { store: tenantStore };

// @ts-expect-error There is no context without a store.
export const idle: Context = { scope };

// @ts-expect-error The scope of a context cannot be exchanged.
requestContext.scope = scope;

// @ts-expect-error The Lambda function cannot be opened without a gate.
export const open: GraphqlOptions = { ...graphqlOptions, gate: undefined };

// @ts-expect-error The limits of plans cannot be left out by mistake: only null limits no tenant.
export const unlimited: GraphqlOptions = { ...graphqlOptions, limiter: undefined };

// @ts-expect-error The features of plans cannot be left out by mistake: only null gives all of them.
export const allFeatures: GateOptions = {};

// @ts-expect-error A resolver sees no tenant in the rows of a table.
export const tenantOfRow = (await context.store.Project.get({ id: 'a' }))?.tenantId;

// @ts-expect-error A resolver cannot write a tenant into a row.
export const moved = context.store.trusted.Project.update({ id: 'a', tenantId: 'globex' });

// @ts-expect-error A store that skips the rules has no `trusted` that could lead out of the tenant.
export const out = context.store.trusted.trusted;

// @ts-expect-error Every custom field has a resolver.
export const missing: CustomMutation = incomplete;

// @ts-expect-error Every resolver has a custom field.
export const extra: keyof CustomMutation = 'dropAll';

// @ts-expect-error A refusal has a code of the closed set.
export const code = new Refusal('TEAPOT', 'No coffee here.');

// @ts-expect-error The model of a running API cannot be changed.
model.models['Task'] = type;

// @ts-expect-error A row that was read cannot be changed.
key['id'] = 'b' satisfies Json;
