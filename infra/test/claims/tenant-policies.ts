import type { PolicyDocument } from '../../../src/local-cloud/iam/index.ts';
import type { Template } from '../synthesise.ts';
import { policies } from './claim.ts';

/** The beginning of the ARN of each table in these policies. */
export const TABLES = 'arn:aws:dynamodb:eu-central-1:111122223333:table/';

/** Returns the policies of the tenant role with values in place of CloudFormation functions. */
export function tenantPolicies(template: Template): PolicyDocument[] {
  return policies(template, /TenantRole/).map(
    ({ statements }) =>
      JSON.parse(JSON.stringify({ Statement: statements }), (_key, value: unknown) => {
        const {
          Ref: reference,
          'Fn::GetAtt': attribute,
          'Fn::Join': join,
        } = (value ?? {}) as Record<string, unknown>;
        if (reference === 'AWS::Partition') return 'aws';
        if (reference === 'AWS::AccountId') return '111122223333';
        if (Array.isArray(attribute)) return `${TABLES}${String(attribute[0])}`;
        return Array.isArray(join) ? (join[1] as string[]).join('') : value;
      }) as PolicyDocument,
  );
}
