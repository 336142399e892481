import { customFields, unanswered } from '../src/engine/index.ts';
import { platformResolvers } from '../src/platform/index.ts';

import { loadApp } from './load-app.ts';

/** `CustomMutation` and its kind: exactly the fields that src/resolvers must answer, none optional. */
export const plugin = (): string => {
  const fields = [...unanswered(customFields(loadApp().model), platformResolvers)];
  const custom = fields.map(([type, names]) => {
    const union = names.map((name) => `'${name}'`).join(' | ');
    return `export type Custom${type} = Callable<${type}Resolvers, ${union}>;`;
  });
  const required = fields.map(([type]) => `  readonly ${type}: Custom${type};`);
  return [
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
  ].join('\n');
};
