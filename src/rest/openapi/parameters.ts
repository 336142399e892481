import type { ModelType } from '../../model/index.ts';

import type { QueryParameter, Route } from '../route.ts';
import type { Components } from './components.ts';
import { parameterName, REQUEST_HEADERS, type RequestHeader } from './headers.ts';
import type { JsonSchema } from './json-schema.ts';
import { type Parameter, pathParameter, queryParameter } from './query-parameter.ts';

interface Reference {
  readonly $ref: string;
}

const OPERATORS =
  'Conditions on fields. Each member is a parameter of its own: `title.contains=anvil`, `dueDate.lt=2026-03-01`. All must hold.';

/** The parameters of the document. Those of the query string are named once: many routes list the rows of one type. */
export class Parameters {
  readonly #components: Components;
  readonly #named = new Map<string, Parameter>();

  constructor(components: Components) {
    this.#components = components;
  }

  /** Returns the parameters of a route: of its path, then of the query string. */
  of(route: Route): readonly (Parameter | Reference)[] {
    const target = targetOf(route);
    const operators = route.queryParameters.filter(isOperator);
    const others = route.queryParameters.filter((one) => !isOperator(one));
    return [
      ...route.pathParameters.map((one) => pathParameter(this.#components, one)),
      ...others.map((one) => {
        const parameter = queryParameter(this.#components, one, target);
        // The arguments of a custom field are of that field alone.
        if (one.is === 'argument') return parameter;
        const isOfType = one.is === 'field' || one.is === 'filter';
        return this.#refer(`${isOfType && target ? target.name : 'query'}.${one.name}`, parameter);
      }),
      ...(operators.length > 0 && target ? [this.#operators(target, operators)] : []),
    ];
  }

  /** Returns one parameter for all operators of all fields: an object whose members are parameters of the query string. */
  #operators({ name }: ModelType, operators: readonly QueryParameter[]): Parameter | Reference {
    const properties = operators.map((one): [string, JsonSchema] => {
      return [one.name, queryParameter(this.#components, one, null).schema ?? {}];
    });
    return this.#refer(`${name}.operators`, {
      name: 'operators',
      in: 'query',
      description: OPERATORS,
      style: 'form',
      explode: true,
      schema: this.#components.refer(`${name}.operators`, () => ({
        type: 'object',
        properties: Object.fromEntries(properties),
        additionalProperties: false,
      })),
      example: Object.fromEntries(
        operators
          .filter(isTelling)
          .slice(0, 1)
          .map((one) => [one.name, 'text']),
      ),
    });
  }

  /** Returns all parameters that the document names, sorted. */
  all(): Readonly<Record<string, Parameter>> {
    const headers = (Object.keys(REQUEST_HEADERS) as RequestHeader[]).map((name): [string, Parameter] => [
      parameterName(name),
      { in: 'header', ...REQUEST_HEADERS[name] },
    ]);
    return Object.fromEntries([...headers, ...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #refer(name: string, parameter: Parameter): Parameter | Reference {
    const known = this.#named.get(name);
    // A list by an index may take another filter than a list of the whole type.
    if (known && JSON.stringify(known) !== JSON.stringify(parameter)) return parameter;
    this.#named.set(name, parameter);
    return { $ref: `#/components/parameters/${name}` };
  }
}

/** Returns the type of the rows that a route answers. */
function targetOf({ kind, type }: Route): ModelType | null {
  return kind.is === 'related' ? kind.target : type;
}

/** Returns whether a parameter compares a field with one value, by an operator that its name has. */
function isOperator({ is, name, many }: QueryParameter): boolean {
  return is === 'field' && !many && name.includes('.');
}

/** Returns whether an operator is one for an example: it finds a text in a text that people write. */
function isTelling({ name }: QueryParameter): boolean {
  return /^(?!.*id\.)[a-z]+\.contains$/i.test(name);
}
