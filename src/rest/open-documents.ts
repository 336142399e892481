import type { GraphQLSchema } from 'graphql';

import type { Model } from '../model/index.ts';

/** The documents next to the operations. Most processes answer none of them, so each is read when it is first asked for. */
export interface RestDocuments {
  /** Returns the OpenAPI document as JSON, for `/rest/openapi.json`. */
  readonly openApi: () => Promise<string>;
  /** Returns the page of an error's code as Markdown, for `/rest/errors/<CODE>`. A resolver may have codes of its own. */
  readonly errorPage: (code: string) => Promise<string>;
}

/** Opens the documents of a schema. */
export function openDocuments(model: Model, schema: GraphQLSchema): RestDocuments {
  let document: string | null = null;
  return {
    openApi: async () => {
      const { openApiDocument } = await import('./openapi/index.ts');
      return (document ??= JSON.stringify(openApiDocument(model, schema)));
    },
    errorPage: async (code) => {
      const { errorPages } = await import('./generated/error-pages.ts');
      return errorPages[code] ?? ownPage(code);
    },
  };
}

function ownPage(code: string): string {
  return `# ${code}\n\nThis code is none of the platform. If an answer has it, a resolver of the application refused the call: \`detail\` says why.\n`;
}
