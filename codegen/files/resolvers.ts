import type { Model } from '../../src/model/index.ts';

import { ownFields } from '../app.ts';
import { typedResolvers } from './typed-resolvers.ts';
import { typescriptName } from './typescript-name.ts';

/** Returns the types of an app's API and of its resolvers, which get and return rows. */
export async function resolversFile(model: Model, api: string): Promise<string> {
  const mappers = Object.keys(model.models).map(
    (name) => [name, `./models.ts#${name}Row as ${name}RowMapper`] as const,
  );
  const types = await typedResolvers(api, {
    contextType: './models.ts#Context',
    mappers: Object.fromEntries(mappers),
  });
  return `${types}\n${requiredResolvers(model)}`;
}

/** Returns `CustomMutation` and its like: exactly the fields that the owner's resolvers must answer, none optional. */
function requiredResolvers(model: Model): string {
  const fields = [...ownFields(model)];
  if (fields.length === 0) return '\nexport type RequiredResolvers = Readonly<Record<string, never>>;\n';
  const custom = fields.map(([type, names]) => {
    const union = names.map((name) => `'${name}'`).join(' | ');
    return `export type Custom${type} = Callable<${typescriptName(`${type}Resolvers`)}, ${union}>;`;
  });
  const required = fields.map(([type]) => `  readonly ${type}: Custom${type};`);
  return `${[
    '',
    '/** A resolver as a plain function, and every one of these there. */',
    'type Callable<Resolvers, Names extends keyof Resolvers> = {',
    '  readonly [Name in Names]-?: Extract<NonNullable<Resolvers[Name]>, (...args: never[]) => unknown>;',
    '};',
    '',
    ...custom,
    '',
    'export interface RequiredResolvers {',
    ...required,
    '}',
  ].join('\n')}\n`;
}
