import type { Resource, Template } from '../synthesise.ts';
import { type Claim, first, named } from './claim.ts';

/** Names that CloudFormation itself gives a value. */
const PSEUDO = /^AWS::/;

/**
 * Returns the logical ids that a value of the template names, at any depth: by `Ref`, `Fn::GetAtt`, in either spelling,
 * and in the text of `Fn::Sub`.
 */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt')
      return [inner]
        .flat()
        .slice(0, 1)
        .map((name) => String(name).split('.')[0] ?? '');
    return key === 'Fn::Sub' ? substituted(inner) : references(inner);
  });
}

/** Returns the names in `${Name.Attribute}` of a text, but for its own variables and `${!literal}`. */
function substituted(value: unknown): string[] {
  const [text, variables = {}] = [value].flat() as [string, object?];
  const inText = [...text.matchAll(/\$\{([^}!][^}]*)\}/g)].map(([, name = '']) => name.split('.')[0] ?? '');
  return [
    ...inText.filter((name) => !Object.hasOwn(variables, name)),
    ...references(Object.values(variables)),
  ];
}

/** Returns what a resource awaits. Everything but its metadata counts, such as an update policy. */
function awaited({ Metadata: _metadata, DependsOn = [], ...rest }: Resource): string[] {
  return [...references(rest), ...[DependsOn].flat()].filter((name) => !PSEUDO.test(name));
}

/** Returns the resources in a cycle of dependencies, and those that depend on them. */
function stuck(template: Template): string[] {
  let left = Object.entries(template.Resources).map(([id, resource]) => ({ id, awaits: awaited(resource) }));
  for (let before = -1; before !== left.length;) {
    before = left.length;
    const names = new Set(left.map(({ id }) => id));
    left = left.filter(({ awaits }) => awaits.some((name) => names.has(name)));
  }
  return left.map(({ id }) => id);
}

/** Returns the names that the template does not define, each with its place. */
function dangling({ Resources, Parameters = {}, Outputs }: Template): string[] {
  const known = { ...Resources, ...Parameters };
  const named = [
    ...Object.entries(Resources).map(([id, resource]) => [id, awaited(resource)] as const),
    ...Object.entries(Outputs).map(([id, output]) => [`output ${id}`, references(output)] as const),
  ];
  return named.flatMap(([place, names]) =>
    names
      .filter((name) => !PSEUDO.test(name) && !Object.hasOwn(known, name))
      .map((name) => `${place}: ${name}`),
  );
}

/** Defects that CloudFormation reports only during a deployment. */
export const dependencies: readonly Claim[] = [
  {
    title: 'no resource depends on itself',
    faults: stuck,
    breakIt: (template) => {
      // The cycle that arises when a trigger of the pool gets the id of the pool.
      const { Properties } = first(template, 'AWS::Lambda::Function', /^pretokenFunction/);
      Properties['Environment'] = { Variables: { USER_POOL_ID: { Ref: named(template, /^IdentityUsers/) } } };
    },
  },
  {
    title: 'no resource depends on itself by an update policy',
    faults: stuck,
    breakIt: (template) => {
      // The alias awaits its deployment group, which awaits the policy of its role, which would await the alias.
      const { Properties } = first(template, 'AWS::IAM::Policy', /^GradualRole/);
      const { Statement } = Properties['PolicyDocument'] as { Statement: { Resource: unknown }[] };
      for (const statement of Statement) statement.Resource = { Ref: named(template, /^graphqlLive/) };
    },
  },
  {
    title: 'no resource depends on itself by a text that names it',
    faults: stuck,
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Lambda::Function', /^pretokenFunction/);
      Properties['Description'] = { 'Fn::Sub': `For \${${named(template, /^IdentityUsers/)}.Arn}` };
    },
  },
  {
    title: 'every name is that of a resource or a parameter',
    faults: dangling,
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function').Properties['Role'] = { 'Fn::GetAtt': 'Nowhere.Arn' };
    },
  },
];
