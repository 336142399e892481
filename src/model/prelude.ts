import { directives } from './directives/index.ts';
import { awsScalars } from './scalars/index.ts';

const scalars = Object.values(awsScalars).map(
  ({ name, description }) => `"""\n${description}\n"""\nscalar ${name}`,
);

/** The SDL of every scalar and directive that a schema may use. Editors read it as `schema/aws.graphql`. */
export const prelude: string = [
  '# What a schema may use in addition to GraphQL itself. Written by a script; change src/model/ instead.',
  ...scalars,
  ...Object.values(directives).map(({ sdl }) => sdl.trim()),
]
  .join('\n\n')
  .concat('\n');
