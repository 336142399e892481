import type { Model } from '../../src/model/index.ts';

import { ownFields } from '../app.ts';

/** Where the file finds the rooms of src and the owner's resolvers. */
export interface Imports {
  readonly rooms: string;
  readonly resolvers: string;
}

/** Gathers the files of the owner's resolvers: a missing file, field or type does not compile. */
export function customFile(model: Model, { rooms, resolvers }: Imports): string {
  const types = [...ownFields(model).keys()].sort();
  return `${[
    '// Written by `npm run codegen`.',
    `import type { CustomResolvers } from '${rooms}/engine/index.ts';`,
    ...types.map((type) => `import { ${type} } from '${resolvers}/${type}.ts';`),
    "import type { RequiredResolvers } from './resolvers.ts';",
    '',
    `const all: RequiredResolvers = { ${types.join(', ')} };`,
    '',
    '/** All custom resolvers of src/resolvers, for the Lambda. */',
    'export const resolvers = all as unknown as CustomResolvers;',
  ].join('\n')}\n`;
}
