import type { Conditions } from 'aws-cdk-lib/aws-iam';

/**
 * Returns the condition that each partition key of a call matches one of some patterns. `ForAllValues` is true if a call
 * names no key at all, so `Null` demands a key (IAM User Guide, "Multivalued context keys").
 */
export function withKeys(patterns: readonly string[]): Conditions {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}
