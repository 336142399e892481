import type { Resource, Template } from '../synthesise.ts';
import { type Claim, first, named } from './claim.ts';
import { references, type Reference } from './references.ts';
import { schemaOf } from './resource-schemas.ts';

/** Names that CloudFormation itself gives a value. */
const PSEUDO = [
  'AccountId',
  'NotificationARNs',
  'NoValue',
  'Partition',
  'Region',
  'StackId',
  'StackName',
  'URLSuffix',
].map((name) => `AWS::${name}`);

/** Returns the names in everything that CloudFormation reads of a resource, such as an update policy. */
function namesIn({ Metadata: _metadata, DependsOn: _order, Condition, ...rest }: Resource): Reference[] {
  const condition: Reference[] =
    Condition === undefined ? [] : [{ by: 'Condition', name: Condition, attribute: null }];
  return [...references(rest), ...condition];
}

/** Returns the ids of what a resource awaits. */
function awaited(resource: Resource): string[] {
  const { DependsOn = [] } = resource;
  return [...namesIn(resource).map(({ name }) => name), ...[DependsOn].flat()];
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
function dangling(template: Template): string[] {
  const { Resources, Outputs } = template;
  const order = Object.entries(Resources).flatMap(([id, { DependsOn = [] }]) =>
    [DependsOn]
      .flat()
      .filter((name) => !Object.hasOwn(Resources, name))
      .map((name) => `${id}: DependsOn ${name}`),
  );
  const named = [
    ...Object.entries(Resources).map(([id, resource]) => [id, namesIn(resource)] as const),
    ...Object.entries(Outputs).map(([id, output]) => [`output ${id}`, references(output)] as const),
  ];
  const unknown = named.flatMap(([place, names]) =>
    names
      .filter((one) => !isDefined(one, template))
      .map(({ by, name, attribute }) =>
        [place, by, name, ...(attribute === null ? [] : [attribute])].join(' '),
      ),
  );
  return [...order, ...unknown];
}

function isDefined({ by, name, attribute }: Reference, template: Template): boolean {
  const { Resources, Parameters = {}, Conditions = {}, Mappings = {} } = template;
  if (by === 'Condition') return Object.hasOwn(Conditions, name);
  if (by === 'Fn::FindInMap') return Object.hasOwn(Mappings, name);
  if (by === 'Ref')
    return PSEUDO.includes(name) || Object.hasOwn(Resources, name) || Object.hasOwn(Parameters, name);
  const resource = Resources[name];
  return resource !== undefined && (attribute === null || hasAttribute(resource.Type, attribute));
}

/** Returns true if `Fn::GetAtt` gives an attribute of a type. A custom resource has those that its function answers. */
function hasAttribute(type: string, attribute: string): boolean {
  const schema = schemaOf(type);
  return schema?.cloudFormationType !== type || Object.hasOwn(schema.attributes, attribute);
}

/** Values with a name that nothing has, by what it is a name of. */
const BROKEN_NAMES: readonly (readonly [what: string, broken: (role: string) => unknown])[] = [
  ['a resource', () => ({ 'Fn::GetAtt': 'Nowhere.Arn' })],
  ['a resource in a text', () => ({ 'Fn::Sub': '${Nowhere}' })],
  ['an attribute of a type', (role) => ({ 'Fn::GetAtt': [role, 'Arm'] })],
  ['an attribute in a text', (role) => ({ 'Fn::Sub': [`\${${role}.Arm}`, { Other: '' }] })],
  ['a value that CloudFormation knows', () => ({ Ref: 'AWS::Regoin' })],
  ['a condition', () => ({ 'Fn::If': ['Never', 'a', 'b'] })],
  ['a map', () => ({ 'Fn::FindInMap': ['Nowhere', 'a', 'b'] })],
];

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
    title: 'no resource depends on itself by the order of its creation',
    faults: stuck,
    breakIt: (template) => {
      const pool = named(template, /^IdentityUsers[0-9A-F]{8}$/);
      Object.assign(first(template, 'AWS::Lambda::Function', /^pretokenFunction/), { DependsOn: pool });
    },
  },
  ...BROKEN_NAMES.map(([what, broken]): Claim => ({
    title: `every name in the template is that of something: ${what}`,
    faults: dangling,
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function').Properties['Role'] = broken(named(template, /^graphqlRole/));
    },
  })),
  {
    title: 'every name in the template is that of something: an output',
    faults: dangling,
    breakIt: ({ Outputs }) => {
      Outputs['Endpoint'] = { Value: { Ref: 'Nowhere' } };
    },
  },
  {
    title: 'every resource awaits only resources of the template',
    faults: dangling,
    breakIt: (template) => {
      Object.assign(first(template, 'AWS::Lambda::Function'), { DependsOn: 'Nowhere' });
    },
  },
];
