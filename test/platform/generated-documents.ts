import {
  getNamedType,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import fc from 'fast-check';

/** Generates queries of a schema: nested, with limits, filters, aliases, repeated fields, fragments and directives. */
export function generatedQueries(
  schema: GraphQLSchema,
  ids: Readonly<Record<string, string>>,
): fc.Arbitrary<string> {
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no queries.');
  return selection(query, 4, ids);
}

function selection(
  type: GraphQLObjectType,
  depth: number,
  ids: Readonly<Record<string, string>>,
): fc.Arbitrary<string> {
  const usable = Object.values(type.getFields()).filter((field) => isUsable(field, depth, ids));
  if (usable.length === 0) return fc.constant('{ __typename }');
  // Only fields with rows have a cost.
  const rich = usable.filter(({ type: of }) => !isLeafType(getNamedType(of)));
  const one = fc
    .record({
      field: fc.constantFrom(...rich, ...rich, ...usable),
      alias: fc.integer({ min: 0, max: 40 }),
      wrap: fc.constantFrom(
        '',
        '',
        `... on ${type.name} `,
        '... @include(if: true) ',
        '... @skip(if: true) ',
      ),
    })
    .chain(({ field, alias, wrap }) =>
      text(field, depth, ids).map((body) => {
        // Fields with one response name must have equal arguments, so a field with arguments gets an alias of its own.
        const named = body === field.name ? body : `a${alias}_${hash(body)}: ${body}`;
        return wrap === '' ? named : `${wrap}{ ${named} }`;
      }),
    );
  return fc.array(one, { minLength: 1, maxLength: 4 }).map((fields) => `{ ${fields.join(' ')} }`);
}

function text(
  field: GraphQLField<unknown, unknown>,
  depth: number,
  ids: Readonly<Record<string, string>>,
): fc.Arbitrary<string> {
  const args = fc.record({
    limit: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
    filtered: fc.boolean(),
  });
  const type = getNamedType(field.type);
  const below = isObjectType(type) ? selection(type, depth - 1, ids) : fc.constant('');
  return fc.tuple(args, below).map(([{ limit, filtered }, selected]) => {
    const given = [
      ...field.args.flatMap(({ name }) => (name === 'id' ? [`id: "${ids[type.name] ?? ''}"`] : [])),
      ...(limit !== null && has(field, 'limit') ? [`limit: ${limit}`] : []),
      ...(filtered && comparesIds(field) ? ['filter: { id: { ne: "none" } }'] : []),
    ];
    return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${selected === '' ? '' : ` ${selected}`}`;
  });
}

/** Returns true if we know the field's required arguments, and for an object only if there is depth left. */
function isUsable(
  field: GraphQLField<unknown, unknown>,
  depth: number,
  ids: Readonly<Record<string, string>>,
): boolean {
  const type = getNamedType(field.type);
  if (!isLeafType(type) && (!isObjectType(type) || depth === 0)) return false;
  // These fields of the platform return no rows.
  if (field.name === 'me' || field.name === 'tenant') return false;
  return field.args.every(
    ({ name, type: wanted }) => !isNonNullType(wanted) || (name === 'id' && ids[type.name] !== undefined),
  );
}

function has({ args }: GraphQLField<unknown, unknown>, name: string): boolean {
  return args.some((argument) => argument.name === name);
}

function hash(of: string): number {
  return Array.from(of).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1_000_003, 7);
}

/** Returns true if the field's filter compares ids, which those of the platform's own lists do not. */
function comparesIds({ args }: GraphQLField<unknown, unknown>): boolean {
  const type = args.find(({ name }) => name === 'filter')?.type;
  return isInputObjectType(type) && 'id' in type.getFields();
}
