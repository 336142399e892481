import type { Template } from '../synthesise.ts';

/** The longest names in a deployment: a stage of 20 letters and the unique suffix of CloudFormation. */
const STACK = `tenantql-${'x'.repeat(20)}`;
const UNIQUE = '-0123456789ABC';
const KNOWN: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'ap-southeast-1',
  'AWS::URLSuffix': 'amazonaws.com',
};
const SERVICES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'dynamodb:ap-southeast-1:123456789012:table/',
  'AWS::IAM::Role': 'iam::123456789012:role/',
  'AWS::S3::Bucket': 's3:::',
};
const LONGEST_SERVICE = 'cognito-idp:ap-southeast-1:123456789012:userpool/';

/**
 * Returns a part of a template with names of realistic length in place of CloudFormation functions: the limits of AWS
 * count the resolved text, which is longer than the text in the template.
 */
export function spelled(value: unknown, template: Template): unknown {
  if (Array.isArray(value)) return value.map((one) => spelled(one, template));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, given] = ['', null], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'Ref') return KNOWN[String(given)] ?? nameOf(String(given));
  if (more.length === 0 && name === 'Fn::GetAtt') return attributeOf(given as [string, string], template);
  if (more.length === 0 && name === 'Fn::Join') {
    const [separator, parts] = given as [string, unknown[]];
    return parts.map((part) => String(spelled(part, template))).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spelled(one, template)]));
}

function nameOf(id: string): string {
  return `${STACK}-${id}${UNIQUE}`;
}

function attributeOf([id, attribute]: [string, string], { Resources }: Template): string {
  if (!attribute.endsWith('Arn')) return nameOf(id);
  return `arn:aws:${SERVICES[Resources[id]?.Type ?? ''] ?? LONGEST_SERVICE}${nameOf(id)}`;
}
