/** A JSON schema of an OpenAPI document, or true or false. */
export type Schema = boolean | SchemaObject;
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly schema?: Schema;
  /** A parameter whose value is JSON text. */
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly style?: string;
  readonly explode?: boolean;
}

export interface Response {
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly links?: Readonly<Record<string, Link | Reference>>;
}
export interface Header {
  readonly required?: boolean;
  readonly schema?: Schema;
}
export interface Link {
  readonly operationId?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}
export interface Reference {
  readonly $ref: string;
}

/** An operation of the document, without references to its parts. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The template: `/v1/tasks/{id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly bodies: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
  readonly isBodyRequired: boolean;
  /** By status: `201`, `4XX` or `default`. */
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: unknown;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** Returns what a local reference points at: `#/components/schemas/Task`. @throws if there is nothing */
export function at(document: unknown, reference: string): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return steps.reduce<unknown>((value, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    const next = (value as Record<string, unknown> | undefined)?.[name];
    if (next === undefined) throw new Error(`The document has no ${reference}.`);
    return next;
  }, document);
}

/** Returns the thing itself, or what it refers to. */
export function resolve<Thing>(document: unknown, thing: Thing | Reference): Thing {
  const reference = (thing as Partial<Reference>).$ref;
  return reference === undefined
    ? (thing as Thing)
    : resolve(document, at(document, reference) as Thing | Reference);
}

interface Written {
  readonly operationId?: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Body | Reference;
  readonly responses: Readonly<Record<string, Response | Reference>>;
}
interface Body {
  readonly required?: boolean;
  readonly content: Operation['bodies'];
}

/** Returns every operation of a document. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const written = item[method] as Written | undefined;
      if (!written) return [];
      const shared = (item['parameters'] ?? []) as readonly (Parameter | Reference)[];
      const body = written.requestBody && resolve<Body>(document, written.requestBody);
      const responses = Object.entries(written.responses).map(
        ([status, response]) => [status, resolve<Response>(document, response)] as const,
      );
      return [
        {
          id: written.operationId ?? `${method} ${path}`,
          method: method.toUpperCase(),
          path,
          parameters: [...shared, ...(written.parameters ?? [])].map((one) =>
            resolve<Parameter>(document, one),
          ),
          bodies: body?.content ?? {},
          isBodyRequired: body?.required === true,
          responses: Object.fromEntries(responses),
        },
      ];
    }),
  );
}

/** Returns the response that documents a status. Undefined if none does. */
export function responseFor({ responses }: Operation, status: number): Response | undefined {
  return responses[String(status)] ?? responses[`${String(status).charAt(0)}XX`] ?? responses['default'];
}
