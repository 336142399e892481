import type { Rule } from '../model.ts';

/** Prints a rule as the schema has it: `{ allow: groups, groups: ["Admin"] }`. */
export function describeRule(rule: Rule): string {
  switch (rule.allow) {
    case 'private':
      return '{ allow: private }';
    case 'owner':
      return `{ allow: owner, ownerField: "${rule.field}" }`;
    case 'groups':
      return `{ allow: groups, groups: ${JSON.stringify(rule.groups)} }`;
    case 'dynamicGroups':
      return `{ allow: groups, groupsField: "${rule.field}" }`;
    case 'all':
      return `{ and: [${rule.rules.map(describeRule).join(', ')}] }`;
    default:
      return rule satisfies never;
  }
}
