import { specifiedScalarTypes } from 'graphql';

import {
  awsScalars,
  baseName,
  type Argument,
  type Model,
  type ObjectType,
  type TypeRef,
} from '../../model/index.ts';
import type { Arguments, InputType, OutputType, Shape } from './introspection.ts';

/** A field of any object type, as far as a selection needs it. */
interface Selectable {
  readonly type: TypeRef;
  readonly arguments: Readonly<Record<string, Argument>>;
}

/**
 * Returns the shape of an output, or null if the library cannot select it: an interface, a union, a list of lists, or an
 * object without anything to select.
 */
export function outputShape(model: Model, ref: TypeRef): Shape<OutputType> | null {
  const name = baseName(ref);
  if (model.enums[name]) return shape(ref, { enum: name });
  if (model.models[name]) return shape(ref, { model: name });
  const object = model.objects[name];
  if (object) return selectableFields(model, object).length > 0 ? shape(ref, { nonModel: name }) : null;
  return isScalar(name) ? shape(ref, name) : null;
}

/**
 * Returns the fields of an object that the library selects. It selects all the scalars of an object and of the objects in
 * it, without end. So a field that leads back to its own type is left out, and one that needs an argument.
 */
export function selectableFields(model: Model, object: ObjectType): ObjectType['fields'][string][] {
  return Object.values(object.fields).filter(
    (field) =>
      !needsArgument(field) &&
      !leadsTo(model, baseName(field.type), object.name) &&
      outputShape(model, field.type) !== null,
  );
}

/** Returns whether a field cannot be selected by its name alone. */
export function needsArgument(field: Selectable): boolean {
  return Object.values(field.arguments).some(isNeeded);
}

/** Returns the arguments of an operation, or null if the library cannot write one of them: a list of lists. */
export function inputShapes(model: Model, given: Readonly<Record<string, Argument>>): Arguments | null {
  const shapes: Record<string, Arguments[string]> = {};
  for (const argument of Object.values(given)) {
    const found = shape(argument.type, inputType(model, baseName(argument.type)));
    if (!found) return null;
    shapes[argument.name] = { name: argument.name, ...withDefault(argument, found) };
  }
  return shapes;
}

/** Makes an argument with a default optional, so that the library may leave it out. */
function withDefault(argument: Argument, found: Shape<InputType>): Shape<InputType> {
  if (isNeeded(argument) || !argument.type.required) return found;
  return found.isArray ? { ...found, isArrayNullable: true } : { ...found, isRequired: false };
}

function isNeeded({ type, default: value }: Argument): boolean {
  return type.required && value === undefined;
}

function inputType(model: Model, name: string): InputType {
  if (model.enums[name]) return { enum: name };
  return isScalar(name) ? name : { input: name };
}

function shape<Type>(ref: TypeRef, type: Type): Shape<Type> | null {
  if (!('list' in ref)) return { isArray: false, type, isRequired: ref.required };
  if ('list' in ref.list) return null;
  return { isArray: true, type, isRequired: ref.list.required, isArrayNullable: !ref.required };
}

function isScalar(name: string): boolean {
  return name in awsScalars || specifiedScalarTypes.some((scalar) => scalar.name === name);
}

function leadsTo(model: Model, from: string, goal: string, seen = new Set<string>()): boolean {
  if (from === goal) return true;
  const object = model.objects[from];
  if (!object || seen.has(from)) return false;
  seen.add(from);
  return Object.values(object.fields).some(({ type }) => leadsTo(model, baseName(type), goal, seen));
}
