import type { JsonSchema } from './json-schema.ts';

const PREFIX = '#/components/schemas/';

/** The schemas that the document names once and refers to. */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();

  /** Returns a reference to a schema. Makes the schema at the first call; one that refers to itself finds its own name. */
  refer(name: string, make: () => JsonSchema): JsonSchema {
    if (!this.#schemas.has(name)) {
      this.#schemas.set(name, {});
      this.#schemas.set(name, make());
    }
    return { $ref: `${PREFIX}${name}` };
  }

  /** Returns the schema of a reference. */
  find(reference: string): JsonSchema | undefined {
    return this.#schemas.get(reference.slice(PREFIX.length));
  }

  /** Returns all schemas, sorted by name, so that a new route moves no line of the document. */
  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
