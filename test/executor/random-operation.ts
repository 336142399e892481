import { getNamedType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

import { pick, type Random } from './random-schema.ts';

const ALIASES = ['__proto__', 'constructor', 'hasOwnProperty', 'a', 'b', 'then', 'toJSON'];
const CONDITIONS = ['@skip(if: $yes)', '@include(if: $yes)', '@skip(if: $no)', '@include(if: true)'];

export interface RandomOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Writes an operation with aliases, arguments, fragments and conditions. It may merge fields with the same name. */
export function randomOperation(schema: GraphQLSchema, random: Random): RandomOperation {
  const fragments: string[] = [];
  const selection = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields());
    const parts = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
      const condition = random() < 0.15 ? ` ${pick(random, CONDITIONS)}` : '';
      if (random() < 0.1) return `__typename${condition}`;
      if (random() < 0.1 && depth < 3) return `... on ${type.name}${condition} ${selection(type, depth + 1)}`;
      if (random() < 0.1 && depth < 3) {
        const inner = selection(type, depth + 1);
        const name = `F${fragments.length}`;
        fragments.push(`fragment ${name} on ${type.name} ${inner}`);
        return `...${name}${condition}`;
      }
      const field = pick(random, fields);
      const named = getNamedType(field.type);
      if (isObjectType(named) && depth > 2) return '__typename';
      const alias = random() < 0.3 ? `${pick(random, ALIASES)}: ` : '';
      const args =
        field.args.length > 0 && random() < 0.7
          ? pick(random, ['(n: 1)', '(n: $n)', '(p: $p)', '(p: "x", n: null)', '(n: $n, p: "refused")'])
          : '';
      const inner = isObjectType(named) ? ` ${selection(named, depth + 1)}` : '';
      return `${alias}${field.name}${args}${condition}${inner}`;
    });
    return `{ ${parts.join(' ')} }`;
  };
  const kind = random() < 0.75 ? 'query' : 'mutation';
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (!root) throw new Error('The schema has no root.');
  const body = selection(root, 0);
  const text = [
    `${kind} Q($yes: Boolean!, $no: Boolean = false, $n: Int, $p: Picky) ${body}`,
    ...fragments,
  ].join('\n');
  const maybe = (name: string, values: readonly unknown[]): object =>
    random() < 0.6 ? { [name]: pick(random, values) } : {};
  const variables = {
    yes: random() < 0.5,
    ...maybe('no', [true, false, true, null]),
    ...maybe('n', [1, null, 'bad', 2]),
    ...maybe('p', ['x', 'refused', 3]),
  };
  return { text, variables };
}
