import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type {
  Property,
  PropertyType,
  Resource as Schema,
  ResourceProperties,
  SpecDatabase,
} from '@aws-cdk/service-spec-types';

import type { Resource, Template } from '../synthesise.ts';

let loaded: SpecDatabase | undefined;
/** Returns CloudFormation's resource schemas, as AWS publishes them. They take a second to read. */
function spec(): SpecDatabase {
  return (loaded ??= loadAwsServiceSpecSync());
}

const schemas = new Map<string, Schema | null>();
/** Returns the schema of a type of resources, or null if CloudFormation has no such type. */
export function schemaOf(type: string): Schema | null {
  const known = schemas.get(type);
  if (known !== undefined) return known;
  const wanted = type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type;
  const [found = null] = spec().lookup('resource', 'cloudFormationType', 'equals', wanted);
  schemas.set(type, found);
  return found;
}

/** The parts of a resource in a template. */
const PARTS = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'CreationPolicy',
  'UpdatePolicy',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];
const DELETION = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'];
const REPLACEMENT = ['Delete', 'Retain', 'Snapshot'];

/** Returns what CloudFormation would refuse in the resources of a template, each with its place. */
export function schemaFaults({ Resources }: Template): string[] {
  return Object.entries(Resources).flatMap(([id, resource]) => {
    const schema = schemaOf(resource.Type);
    if (!schema) return [`${id}: there is no type ${resource.Type}`];
    return [
      ...partFaults(id, resource),
      // The properties of a custom resource are its own, but for the token.
      ...(schema.cloudFormationType === resource.Type
        ? objectFaults(id, resource.Properties, schema.properties)
        : []),
    ];
  });
}

function partFaults(
  id: string,
  { DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete', ...rest }: Resource,
): string[] {
  return [
    ...Object.keys(rest)
      .filter((part) => !PARTS.includes(part))
      .map((part) => `${id}: a resource has no ${part}`),
    ...(DELETION.includes(DeletionPolicy) ? [] : [`${id}: no DeletionPolicy is ${DeletionPolicy}`]),
    ...(REPLACEMENT.includes(UpdateReplacePolicy)
      ? []
      : [`${id}: no UpdateReplacePolicy is ${UpdateReplacePolicy}`]),
    ...('CodeDeployLambdaAliasUpdate' in (rest.UpdatePolicy ?? {}) && rest.Type !== 'AWS::Lambda::Alias'
      ? [`${id}: CodeDeploy moves only an alias`]
      : []),
  ];
}

function objectFaults(place: string, value: unknown, properties: ResourceProperties): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: no object`];
  const given = Object.keys(value);
  return [
    ...given
      .filter((name) => !Object.hasOwn(properties, name))
      .map((name) => `${place}: no property ${name}`),
    ...Object.entries(properties)
      .filter(([name, { required }]) => required === true && !given.includes(name))
      .map(([name]) => `${place}: lacks ${name}`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const property = properties[name];
      return property ? valueFaults(`${place}.${name}`, inner, property) : [];
    }),
  ];
}

/** Returns the faults of a value by the current type of a property, or none if an earlier type takes it. */
function valueFaults(
  place: string,
  value: unknown,
  { type, previousTypes = [] }: Pick<Property, 'type' | 'previousTypes'>,
): string[] {
  const faults = typeFaults(place, value, type);
  return previousTypes.some((earlier) => typeFaults(place, value, earlier).length === 0) ? [] : faults;
}

/** Returns the faults of a value. What a function of CloudFormation gives is known only when it is deployed. */
function typeFaults(place: string, value: unknown, type: PropertyType): string[] {
  if (isFunction(value)) return [];
  switch (type.type) {
    case 'string':
      return ofPrimitive(place, value, 'string', type.allowedValues);
    case 'integer':
      return Number.isInteger(value)
        ? ofPrimitive(place, value, 'number', type.allowedValues)
        : [`${place}: ${JSON.stringify(value)} is no integer`];
    case 'number':
    case 'boolean':
      return ofPrimitive(place, value, type.type);
    case 'date-time':
      return ofPrimitive(place, value, 'string');
    case 'null':
      return value === null ? [] : [`${place}: not null`];
    case 'json':
      return [];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((inner, n) => typeFaults(`${place}[${n}]`, inner, type.element))
        : [`${place}: no list`];
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([key, inner]) => typeFaults(`${place}.${key}`, inner, type.element))
        : [`${place}: no map`];
    case 'tag':
      return objectFaults(place, value, TAG);
    case 'union': {
      const faults = type.types.map((one) => typeFaults(place, value, one));
      return faults.some((none) => none.length === 0) ? [] : (faults[0] ?? []);
    }
    case 'ref':
      return objectFaults(place, value, spec().get('typeDefinition', type.reference.$ref).properties);
  }
}

const TAG: ResourceProperties = {
  Key: { type: { type: 'string' }, required: true },
  Value: { type: { type: 'string' }, required: true },
};

function ofPrimitive(place: string, value: unknown, wanted: string, allowed?: readonly unknown[]): string[] {
  if (typeof value !== wanted) return [`${place}: ${JSON.stringify(value)} is no ${wanted}`];
  return allowed === undefined || allowed.includes(value)
    ? []
    : [`${place}: ${JSON.stringify(value)} is none of ${allowed.join(', ')}`];
}

function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [name = '', ...more] = Object.keys(value);
  return more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}
