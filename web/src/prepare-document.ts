/** The parts of an OpenAPI document that the page changes. */
interface Document {
  readonly servers?: readonly { readonly url: string }[];
  readonly security?: readonly object[];
  readonly components?: {
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly securitySchemes?: object;
  };
  readonly paths?: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>
  >;
}

interface Parameter {
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly explode?: boolean;
  readonly content?: object;
  readonly schema?: object;
}

/**
 * Prepares a document for Swagger UI, which sends the example of each parameter unless the user removes it. Here a request has
 * what the user writes: optional parameters are empty, and their descriptions have the examples.
 * @param url the address of the document, to which that of the API is relative
 */
export function prepareDocument(document: Document, url: string): Document {
  const { servers = [], components: { securitySchemes: _token, ...components } = {}, paths = {} } = document;
  return {
    ...document,
    // The page sends the token of its user, so it asks for none.
    security: [],
    servers: servers.map((server) => ({ ...server, url: new URL(server.url, url).href })),
    components: {
      ...components,
      parameters: mapValues(components.parameters ?? {}, emptied),
    },
    paths: mapValues(paths, (operations) =>
      mapValues(operations, (operation) => ({
        ...operation,
        ...(operation.parameters ? { parameters: operation.parameters.map(emptied) } : {}),
      })),
    ),
  };
}

function emptied(parameter: Parameter): Parameter {
  const { required, example, content, schema, description = '', ...rest } = parameter;
  const isObject = typeof example === 'object' && example !== null && rest.explode === true;
  if (required === true || (!content && !schema)) return parameter;
  const shown = example === undefined ? '' : `\n\nExample: \`${textOf(example)}\``;
  return {
    ...rest,
    description: description + shown,
    // Swagger UI would fill in every member of an object.
    ...(isObject ? { example: {} } : {}),
    schema: schema ?? { type: 'string' },
  };
}

function textOf(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example);
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Readonly<Record<string, Mapped>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
