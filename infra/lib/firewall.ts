import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

import type { Stage } from './stage.ts';

/** Of each address, and of each token or key, in five minutes. */
const BOUND = 10_000;

/**
 * Rules that read what is asked, and would take it for what it is not: a document is longer than 8 kB in a body and 2 kB in
 * a query string now and then, and a value may be any text, with markup, paths and addresses in it. The API bounds the
 * size itself, stores values as they are and answers JSON. Such requests are counted, not refused.
 */
const COUNTED = [
  'SizeRestrictions_BODY',
  'SizeRestrictions_QUERYSTRING',
  'CrossSiteScripting_BODY',
  'CrossSiteScripting_QUERYARGUMENTS',
  'EC2MetaDataSSRF_BODY',
  'EC2MetaDataSSRF_QUERYARGUMENTS',
  'GenericLFI_BODY',
  'GenericLFI_QUERYARGUMENTS',
  'GenericRFI_BODY',
  'GenericRFI_QUERYARGUMENTS',
  'RestrictedExtensions_QUERYARGUMENTS',
];

/** AWS's own rules by their groups, each with those that only count. */
const MANAGED: readonly (readonly [group: string, counted: readonly string[]])[] = [
  ['AWSManagedRulesCommonRuleSet', COUNTED],
  ['AWSManagedRulesKnownBadInputsRuleSet', []],
];

/**
 * Puts a firewall before the stage of an API: AWS's own rules for common attacks, and a bound for each address and for each token or
 * key. What a tenant may ask is the API's own business, which weighs what a request costs.
 */
export function addFirewall(scope: Construct, stage: Stage, api: RestApi): void {
  const visible = (name: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName: `tenantql-${stage.name}-${name}`,
    // Samples would show headers, and tokens with them.
    sampledRequestsEnabled: false,
  });
  const managed = MANAGED.map(([name, counted], priority) => ({
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ...(counted.length > 0
          ? { ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) }
          : {}),
      },
    },
    visibilityConfig: visible(name),
  }));
  const bounded = (
    name: string,
    priority: number,
    by: Omit<CfnWebACL.RateBasedStatementProperty, 'limit'>,
  ): CfnWebACL.RuleProperty => ({
    name,
    priority,
    action: { block: {} },
    statement: { rateBasedStatement: { limit: BOUND, ...by } },
    visibilityConfig: visible(name),
  });
  const token = { name: 'authorization', textTransformations: [{ priority: 0, type: 'NONE' }] };
  const acl = new CfnWebACL(scope, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible('all'),
    rules: [
      ...managed,
      bounded('EachAddress', managed.length, { aggregateKeyType: 'IP' }),
      bounded('EachToken', managed.length + 1, {
        aggregateKeyType: 'CUSTOM_KEYS',
        customKeys: [{ header: token }],
      }),
    ],
  });
  new CfnWebACLAssociation(scope, 'FirewallAssociation', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: acl.attrArn,
  });
}
