import {
  GraphQLList,
  GraphQLNonNull,
  isInputType,
  isOutputType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLType,
} from 'graphql';

import { baseName, type TypeRef } from '../../model/index.ts';

import { scalars } from './scalars.ts';

/** Types by name. Each is made once, when something first refers to it. */
export class TypeRegistry {
  readonly #types = new Map<string, GraphQLNamedType>(scalars);
  readonly #makers = new Map<string, () => GraphQLNamedType>();

  /** Defines how `named` makes a type. */
  define(name: string, make: () => GraphQLNamedType): void {
    this.#makers.set(name, make);
  }

  /** Returns the type of that name. Makes it if no earlier call did. */
  once<Type extends GraphQLNamedType>(name: string, make: () => Type): Type {
    const known = this.#types.get(name);
    if (known) return known as Type;
    const made = make();
    this.#types.set(name, made);
    return made;
  }

  named(name: string): GraphQLNamedType {
    const make = this.#makers.get(name);
    const type = this.#types.get(name) ?? (make && this.once(name, make));
    if (!type) throw new Error(`The model refers to a type "${name}" that it does not hold.`);
    return type;
  }

  output(ref: TypeRef): GraphQLOutputType {
    const type = wrap(ref, this.named(baseName(ref)));
    if (!isOutputType(type)) throw new Error(`"${baseName(ref)}" is not an output type.`);
    return type;
  }

  /** Returns the same reference as an input. `rename` turns the name of a custom type into that of its input. */
  input(ref: TypeRef, rename: (name: string) => string = (name) => name): GraphQLInputType {
    const type = wrap(ref, this.named(rename(baseName(ref))));
    if (!isInputType(type)) throw new Error(`"${baseName(ref)}" is not an input type.`);
    return type;
  }
}

function wrap(ref: TypeRef, named: GraphQLNamedType): GraphQLType {
  const inner = 'list' in ref ? new GraphQLList(wrap(ref.list, named)) : named;
  return ref.required ? new GraphQLNonNull(inner) : inner;
}

/** Returns the same type without its outermost `!`. */
export function optional<Ref extends TypeRef>(ref: Ref): Ref {
  return { ...ref, required: false };
}
