/** What an `@example` in src may use without making it. A snippet is type-checked, never run. */
import type { Model, SchemaSource } from '../../src/model/index.ts';
import type { Directory, Scope } from '../../src/tenant/index.ts';

export declare const sources: readonly SchemaSource[];
export declare const model: Model;
export declare const scope: Scope;
export declare const directory: Directory;
