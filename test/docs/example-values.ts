/** What an `@example` in src may use without making it. A snippet is type-checked, never run. */
import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';

import type { CustomResolvers } from '../../src/engine/index.ts';
import type { GraphqlOptions } from '../../src/lambda/graphql-handler.ts';
import type { Model, ModelType, SchemaSource, SlotRecord } from '../../src/model/index.ts';
import type { JobParts, PlatformParts } from '../../src/platform/index.ts';
import type { ContextOptions, Log } from '../../src/server/index.ts';
import type { AuditLog, Send, Store } from '../../src/store/index.ts';
import type { Directory, Scope, VerifyToken } from '../../src/tenant/index.ts';

export declare const sources: readonly SchemaSource[];
export declare const model: Model;
export declare const before: SlotRecord | null;
export declare const scope: Scope;
export declare const directory: Directory;
export declare const headers: { readonly authorization?: string };
export declare const userPoolId: string;
export declare const clientId: string;
export declare function readProject(): Promise<object>;
export declare const type: ModelType;
export declare const resolvers: CustomResolvers;
export declare const store: Store;
export declare const verify: VerifyToken;
export declare const send: Send;
export declare const oldSend: Send;
export declare const newSend: Send;
export declare const log: Log;
export declare const auditLog: AuditLog;
export declare const platform: PlatformParts;
export declare const jobParts: JobParts;
export declare const graphqlOptions: GraphqlOptions;
export declare const contextOptions: ContextOptions;
export declare const executableSchema: GraphQLSchema;
export declare const operation: OperationDefinitionNode;
export declare const fragments: ReadonlyMap<string, FragmentDefinitionNode>;
