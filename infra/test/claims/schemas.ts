import type { Template } from '../synthesise.ts';
import { type Claim, first } from './claim.ts';
import { schemaFaults } from './resource-schemas.ts';

const FAULTS: readonly (readonly [what: string, breakIt: (template: Template) => void])[] = [
  [
    'the types of resources',
    ({ Resources }) => {
      Resources['Extra'] = { Type: 'AWS::Lambda::Funktion', Properties: {} };
    },
  ],
  [
    'the names of properties',
    (template) => {
      first(template, 'AWS::Lambda::Function').Properties['MemorySizeMb'] = 512;
    },
  ],
  [
    'the names of properties at any depth',
    (template) => {
      first(template, 'AWS::Lambda::Function').Properties['TracingConfig'] = { Mode: 'Active', Rate: 1 };
    },
  ],
  [
    'the types of values',
    (template) => {
      first(template, 'AWS::Lambda::Function').Properties['Timeout'] = 'ten seconds';
    },
  ],
  [
    'lists',
    (template) => {
      first(template, 'AWS::DynamoDB::GlobalTable').Properties['KeySchema'] = { AttributeName: '__pk' };
    },
  ],
  [
    'the properties that it must have',
    (template) => {
      delete first(template, 'AWS::Lambda::Function').Properties['Role'];
    },
  ],
  [
    'the values that AWS allows',
    (template) => {
      first(template, 'AWS::Lambda::Function').Properties['PackageType'] = 'Tar';
    },
  ],
  [
    'what becomes of a resource that is replaced',
    (template) => {
      Object.assign(first(template, 'AWS::DynamoDB::GlobalTable'), {
        UpdateReplacePolicy: 'RetainExceptOnCreate',
      });
    },
  ],
  [
    'the parts of a resource',
    (template) => {
      Object.assign(first(template, 'AWS::DynamoDB::GlobalTable'), { Dependson: [] });
    },
  ],
];

/** What CloudFormation compares with its schemas of resources, of which AWS publishes a copy. */
export const schemas: readonly Claim[] = FAULTS.map(([what, breakIt]) => ({
  title: `every resource fits its schema of CloudFormation: ${what}`,
  faults: schemaFaults,
  breakIt,
}));
