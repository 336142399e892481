import type { Model } from '../../src/model/index.ts';

import { ownFields } from '../app.ts';

/** The paths from the file to the rooms of src and to the owner's resolvers. */
export interface Imports {
  readonly rooms: string;
  readonly resolvers: string;
  /** Returns whether the owner wrote a file for a type. */
  readonly isWritten: (type: string) => boolean;
}

/**
 * Returns the file that imports the owner's resolvers. It does not compile without each required file, field and type.
 */
export function customFile(model: Model, { rooms, resolvers, isWritten }: Imports): string {
  const types = [...ownFields(model)]
    .flatMap(([type, { required }]) => (required.length > 0 || isWritten(type) ? [type] : []))
    .sort();
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
