import { directives } from './directives/index.ts';
import { awsScalars } from './scalars/index.ts';

const scalars = Object.values(awsScalars).map(
  ({ name, description }) => `"""\n${description}\n"""\nscalar ${name}`,
);

const platform = `"""
Chooses what the names of the platform's types and root fields begin with, as in "tqMe" and "TqTenant".
Write it once: extend schema @platform(prefix: "tq").
"""
directive @platform(prefix: String!) on SCHEMA`;

/** The SDL of every scalar and directive that a schema may use. Editors read it as `schema/aws.graphql`. */
export const prelude: string = [
  '# What a schema may use in addition to GraphQL itself. Written by a script; change src/model/ instead.',
  ...scalars,
  ...Object.values(directives).map(({ sdl }) => sdl.trim()),
  platform,
]
  .join('\n\n')
  .concat('\n');
