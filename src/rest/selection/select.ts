import {
  getNamedType,
  isInterfaceType,
  isUnionType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLUnionType,
} from 'graphql';

import { didYouMean, type Model } from '../../model/index.ts';
import { permitField } from '../../engine/index.ts';
import type { RequestContext } from '../../server/index.ts';
import { isRefusal } from '../../tenant/index.ts';

import { badParameter } from '../rest-error.ts';
import { defaultFields, isAskable, isConnection, withFields, type WithFields } from './default-fields.ts';
import { DEFAULT, type Wanted } from './wanted.ts';

/** The selection of an answer: its text, and where it has pages, whose members have other names in REST. */
export interface Selection {
  /** Such as ` { id title }`; empty for a leaf. */
  readonly text: string;
  readonly isPage: boolean;
  /** The members that are or contain pages. */
  readonly pages: ReadonlyMap<string, Selection>;
}

export interface Selecting {
  readonly model: Model;
  readonly context: Pick<RequestContext, 'scope'>;
  /** Whether the page that is asked for counts its list. */
  readonly isCounted?: boolean;
}

/** How many objects of one type may be within each other by default: a stored object may contain its own type. */
const MOST_WITHIN = 3;
const LEAF: Selection = { text: '', isPage: false, pages: new Map() };

/**
 * Returns the selection of a type: what it has by default without the fields that the caller can read in no row, and what the
 * client wants by name.
 * @throws {RestError} INVALID_ARGUMENTS for a name that is no field. {Refusal} for one that the caller may not read
 */
export function select(
  selecting: Selecting,
  type: GraphQLOutputType,
  wanted: Wanted,
  within: readonly string[] = [],
): Selection {
  const named = getNamedType(type);
  if (isUnionType(named)) return ofUnion(named);
  if (isConnection(named)) return ofPage(selecting, named, wanted, within);
  const object = withFields(named);
  if (!object) {
    const [member] = wanted.members;
    if (member) throw noField(within.at(-1) ?? '', member, []);
    return LEAF;
  }
  const chosen = chosenFields(selecting, object, wanted, within);
  const pages = new Map<string, Selection>();
  const parts = chosen.map(([field, inner]) => {
    const selection = select(selecting, field.type, inner, [...within, object.name]);
    if (selection.isPage || selection.pages.size > 0) pages.set(field.name, selection);
    return field.name + selection.text;
  });
  const shown = isInterfaceType(object) || parts.length === 0 ? ['__typename', ...parts] : parts;
  return { text: ` { ${shown.join(' ')} }`, isPage: false, pages };
}

/** Returns the fields to select in the order of the schema, so that one document serves every order of their names. */
function chosenFields(
  { model, context }: Selecting,
  object: WithFields,
  wanted: Wanted,
  within: readonly string[],
): readonly (readonly [GraphQLField<unknown, unknown>, Wanted])[] {
  const fields = object.getFields();
  const depth = within.filter((name) => name === object.name).length;
  const byDefault = wanted.isDefault ? defaultFields(model, object) : [];
  const chosen = new Map<string, Wanted>();
  for (const field of byDefault) {
    const isEndless = depth >= MOST_WITHIN && withFields(getNamedType(field.type)) !== null;
    if (!isEndless && isReadable(model, object.name, field.name, context)) chosen.set(field.name, DEFAULT);
  }
  for (const [name, inner] of wanted.members) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field || !isAskable(field)) throw noField(object.name, [name, inner], Object.keys(fields));
    permit(model, object.name, name, context);
    chosen.set(name, inner);
  }
  return Object.values(fields).flatMap((field) => {
    const inner = chosen.get(field.name);
    return inner ? [[field, inner] as const] : [];
  });
}

function ofPage(
  selecting: Selecting,
  page: GraphQLObjectType,
  wanted: Wanted,
  within: readonly string[],
): Selection {
  const { items } = page.getFields();
  if (!items) return LEAF;
  const item = select(selecting, items.type, wanted, within);
  const count = selecting.isCounted === true && within.length === 0 ? ' totalCount' : '';
  return { text: ` { items${item.text} nextToken${count} }`, isPage: true, pages: item.pages };
}

/** Returns the fields that all types of a union have alike; a client learns the type from `__typename`. */
function ofUnion(union: GraphQLUnionType): Selection {
  const parts = union.getTypes().map((type) => {
    const leaves = Object.values(type.getFields()).filter((field) => isAlike(union, field));
    return `... on ${type.name} { __typename ${leaves.map(({ name }) => name).join(' ')} }`;
  });
  return { text: ` { ${parts.join(' ')} }`, isPage: false, pages: new Map() };
}

/** Returns whether a field is a value that no other type of the union has with another type. */
function isAlike(union: GraphQLUnionType, { name, type, args }: GraphQLField<unknown, unknown>): boolean {
  if (args.length > 0 || 'getFields' in getNamedType(type) || isUnionType(getNamedType(type))) return false;
  return union.getTypes().every((one) => {
    const other = one.getFields()[name];
    return !other || String(other.type) === String(type);
  });
}

function isReadable(model: Model, type: string, field: string, context: Selecting['context']): boolean {
  try {
    permit(model, type, field, context);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** @throws {Refusal} if the caller can read the field in no row */
function permit(model: Model, type: string, name: string, context: Selecting['context']): void {
  const { fields } = model.models[type] ?? model.objects[type] ?? {};
  const field = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field) permitField({ rightsOf: ({ scope }) => scope.caller.rights }, type, field, context);
}

function noField(
  type: string,
  [name, { parameter = 'fields' }]: readonly [string, Wanted],
  names: readonly string[],
): Error {
  const hint = didYouMean(name, names);
  const detail = `${type} has no field "${name}" that can be asked for by name.${hint ? ` ${hint}` : ''}`;
  return badParameter(parameter, 'unknown', detail);
}
