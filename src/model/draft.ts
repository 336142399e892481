import type { FieldDefinitionNode, InterfaceTypeDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';

import type {
  Argument,
  FieldKind,
  FileField,
  Index,
  Json,
  OnDelete,
  Operations,
  OwnerField,
  PrimaryKey,
  Rule,
  Subscriptions,
  TypeRef,
  Unique,
  Validation,
  WebhookEvent,
} from './model.ts';

/** A field while directives still change it. */
export interface FieldDraft {
  readonly name: string;
  readonly description: string | undefined;
  readonly type: TypeRef;
  readonly declared: boolean;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly deprecated: string | undefined;
  /** Null for a field that a directive added. */
  readonly node: FieldDefinitionNode | null;
  kind: FieldKind;
  default: Json | undefined;
  validations: readonly Validation[];
  rules: readonly Rule[] | null;
  permission?: string;
  feature?: string;
  sensitive?: true;
  owner?: OwnerField;
  /** The mutations of `@aws_subscribe`, on a field of Subscription. */
  mutations?: readonly string[];
}

/** An index before it has its place in a table. */
export type IndexDraft = Omit<Index, 'slot' | 'number'>;

/** What `@model` adds to a type. */
export interface ModelDraft {
  key: PrimaryKey;
  readonly indexes: IndexDraft[];
  readonly uniques: Unique[];
  readonly references: ReferenceDraft[];
  readonly files: FileField[];
  version: string | null;
  operations: Operations;
  readonly subscriptions: Subscriptions;
  timestamps: { readonly createdAt: string | null; readonly updatedAt: string | null };
  rules: readonly Rule[];
  /**
   * Owner fields that rules name, refused ones too. True if a rule of the type names it, which a join model inherits.
   */
  readonly ownerFields: Map<string, boolean>;
  readonly join: boolean;
  readonly exactCount?: true;
  feature?: string;
  audit?: true;
  webhook?: readonly WebhookEvent[];
  readonly shards?: number;
  readonly formerShards?: number;
}

/** A foreign key. Several relations over the same fields share it. */
export interface ReferenceDraft {
  readonly target: string;
  readonly fields: readonly string[];
  onDelete: OnDelete | null;
  /** The relation that has `onDelete`, as in `Project.tasks`. */
  via: string;
}

/** An object type, an interface, or a root type. */
export interface TypeDraft {
  readonly name: string;
  readonly description: string | undefined;
  readonly is: 'object' | 'interface' | 'root';
  readonly interfaces: readonly string[];
  readonly fields: Map<string, FieldDraft>;
  readonly node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | null;
  model: ModelDraft | null;
  /** Rules of a type without `@model`. A field without rules of its own takes them. */
  rules: readonly Rule[] | null;
}
export interface ModelTypeDraft extends TypeDraft {
  model: ModelDraft;
}

/** Returns a field that the compiler adds. */
export function addedField(name: string, type: TypeRef, kind: FieldKind = { is: 'stored' }): FieldDraft {
  return {
    name,
    type,
    kind,
    description: undefined,
    declared: false,
    arguments: {},
    deprecated: undefined,
    node: null,
    default: undefined,
    validations: [],
    rules: null,
  };
}

export function isModel(type: TypeDraft | undefined): type is ModelTypeDraft {
  return type?.model != null;
}
