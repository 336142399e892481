import type { Template } from '../synthesise.ts';
import { type Claim, first } from './claim.ts';

/** Returns the resources that a value of the template refers to, at any depth. */
function references(value: unknown, template: Template): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => references(part, template));
  if (typeof value !== 'object' || value === null) return [];
  const { Ref: reference, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  const named = [reference, Array.isArray(attribute) ? attribute[0] : undefined].filter(
    (name): name is string => typeof name === 'string' && Object.hasOwn(template.Resources, name),
  );
  return [...named, ...Object.values(value).flatMap((part) => references(part, template))];
}

/** Returns the resources in a cycle of dependencies, and those that depend on them. */
function stuck(template: Template): string[] {
  let left = Object.entries(template.Resources).map(([id, { Properties, DependsOn = [] }]) => ({
    id,
    awaits: new Set([...references(Properties, template), ...[DependsOn].flat()]),
  }));
  for (let before = -1; before !== left.length;) {
    before = left.length;
    const names = new Set(left.map(({ id }) => id));
    left = left.filter(({ awaits }) => [...awaits].some((name) => names.has(name)));
  }
  return left.map(({ id }) => id);
}

/** Defects that CloudFormation reports only during a deployment. */
export const dependencies: readonly Claim[] = [
  {
    title: 'no resource depends on itself',
    faults: stuck,
    breakIt: (template) => {
      // The cycle that arises when a trigger of the pool gets the id of the pool.
      const { Properties } = first(template, 'AWS::Lambda::Function', /^pretokenFunction/);
      const pool = Object.keys(template.Resources).find((id) => id.startsWith('IdentityUsers'));
      Properties['Environment'] = { Variables: { USER_POOL_ID: { Ref: pool } } };
    },
  },
];
