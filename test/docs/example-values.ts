/** What an `@example` in src may use without making it. A snippet is type-checked, never run. */
import type { CustomResolvers } from '../../src/engine/index.ts';
import type { Model, ModelType, SchemaSource, SlotRecord } from '../../src/model/index.ts';
import type { Store } from '../../src/store/index.ts';
import type { Directory, Scope } from '../../src/tenant/index.ts';

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
