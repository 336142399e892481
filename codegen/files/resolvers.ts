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

/** Returns `CustomMutation` and its like: the fields that the owner's resolvers must answer, and those that they may. */
function requiredResolvers(model: Model): string {
  const fields = [...ownFields(model)];
  if (fields.length === 0) return '\nexport type RequiredResolvers = Readonly<Record<string, never>>;\n';
  const custom = fields.map(([type, { required, optional }]) => {
    const callable = (names: readonly string[]): string =>
      `Callable<${typescriptName(`${type}Resolvers`)}, ${names.map((name) => `'${name}'`).join(' | ')}>`;
    const parts = [
      ...(required.length > 0 ? [callable(required)] : []),
      ...(optional.length > 0
        ? [`{ readonly [Name in keyof ${callable(optional)}]?: ${callable(optional)}[Name] }`]
        : []),
    ];
    return `export type Custom${type} = ${parts.join(' & ')};`;
  });
  const required = fields.map(
    ([type, own]) => `  readonly ${type}${own.required.length > 0 ? '' : '?'}: Custom${type};`,
  );
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
