import { describeRule, type Field, type ModelType, type Operation, type Rule } from '../../model/index.ts';

/** What a field of Query, Mutation or a type demands. */
type Guard = Pick<Field, 'rules' | 'permission' | 'feature'>;

/**
 * Says which rules let a caller do an operation on the rows of a type.
 * @example
 * ```ts
 * describeTypeGuard(type, ['update']);
 * // Any of these rules of `Task` lets a caller in: …
 * ```
 */
export function describeTypeGuard(type: ModelType, operations: readonly Operation[]): string {
  const rules = type.rules.filter((rule) => operations.some((one) => rule.operations.includes(one)));
  const feature = type.feature === undefined ? [] : [describeFeature(type.feature)];
  return [describeRules(`\`${type.name}\``, rules), ...feature].join('\n');
}

/** Says what a field demands in addition to the rules of its type. Returns '' if it demands nothing. */
export function describeGuard(name: string, { rules, permission, feature }: Guard): string {
  return [
    rules ? describeRules(`\`${name}\``, rules) : '',
    permission === undefined ? '' : `The caller needs the permission \`${permission}\`.`,
    feature === undefined ? '' : describeFeature(feature),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function describeFeature(flag: string): string {
  return `The plan of the tenant needs the feature \`${flag}\`.`;
}

function describeRules(of: string, rules: readonly Rule[]): string {
  if (rules.length === 0) return `No rule of ${of} lets a caller in.`;
  const lines = rules.map((rule) => `- ${inWords(rule)}: \`${describeRule(rule)}\``);
  return [`A caller needs one of these rules of ${of}:`, '', ...lines, ''].join('\n');
}

function inWords(rule: Rule): string {
  switch (rule.allow) {
    case 'private':
      return 'every member of the tenant';
    case 'owner':
      return `the member that the row names in \`${rule.field}\``;
    case 'groups':
      return `a member with the role ${rule.groups.map((group) => `\`${group}\``).join(' or ')}`;
    case 'dynamicGroups':
      return `a member with a role that the row names in \`${rule.field}\``;
    case 'all':
      return rule.rules.map(inWords).join(', and ');
    default:
      return rule satisfies never;
  }
}
