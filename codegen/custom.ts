import { customFields, unanswered } from '../src/engine/index.ts';
import { platformResolvers } from '../src/platform/index.ts';

import { loadApp } from './load-app.ts';

/** Gathers the files of src/resolvers: a missing file, field or type does not compile. */
export const plugin = (): string => {
  const types = [...unanswered(customFields(loadApp().model), platformResolvers).keys()].sort();
  return `${[
    '// Written by `npm run codegen`.',
    "import type { CustomResolvers } from '../engine/index.ts';",
    ...types.map((type) => `import { ${type} } from '../resolvers/${type}.ts';`),
    "import type { RequiredResolvers } from './resolvers.ts';",
    '',
    `const all: RequiredResolvers = { ${types.join(', ')} };`,
    '',
    '/** All custom resolvers of src/resolvers, for the Lambda. */',
    'export const resolvers = all as unknown as CustomResolvers;',
  ].join('\n')}\n`;
};
