import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

import { logPropsOf } from './log-props.ts';
import { networksOf } from './network.ts';
import type { Stage } from './stage.ts';

/** The most requests of an address, and of a token or key, in five minutes. */
const BOUND = 10_000;

/**
 * Rules that would refuse valid requests, so they only count.
 * A document can be longer than 8 kB in a body and 2 kB in a query string, and a value may be any text, with markup,
 * paths and addresses. The API itself limits the size, stores values as they are and answers JSON.
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

/** The same for paths that hold keys of rows, which may be any text too. */
const COUNTED_IN_PATHS = [
  'SizeRestrictions_URIPATH',
  'CrossSiteScripting_URIPATH',
  'EC2MetaDataSSRF_URIPATH',
  'GenericLFI_URIPATH',
  'GenericRFI_URIPATH',
  'RestrictedExtensions_URIPATH',
];

/** Returns the groups of AWS's own rules, each with the rules that only count. */
function managedRules(
  hasKeysInPaths: boolean,
): readonly (readonly [group: string, counted: readonly string[]])[] {
  return [
    ['AWSManagedRulesCommonRuleSet', [...COUNTED, ...(hasKeysInPaths ? COUNTED_IN_PATHS : [])]],
    ['AWSManagedRulesKnownBadInputsRuleSet', []],
  ];
}

/** The rule that refuses requests from other networks than those of a list. It is the first one, so it is free of the others. */
const NETWORKS = 'Networks';

/** Returns the statement of a request that comes from none of the networks. */
function outside(scope: Construct, networks: readonly string[]): CfnWebACL.StatementProperty {
  const inside = (['IPV4', 'IPV6'] as const)
    .map((version) => [version, networksOf(version, networks)] as const)
    .filter(([, addresses]) => addresses.length > 0)
    .map(([ipAddressVersion, addresses]): CfnWebACL.StatementProperty => {
      const set = new CfnIPSet(scope, `Networks${ipAddressVersion}`, {
        scope: 'REGIONAL',
        ipAddressVersion,
        addresses,
      });
      return { ipSetReferenceStatement: { arn: set.attrArn } };
    });
  const [only, ...more] = inside;
  const statement = only && more.length === 0 ? only : { orStatement: { statements: inside } };
  return { notStatement: { statement } };
}

export interface FirewallProps {
  readonly api: RestApi;
  /** The networks from which it can be called. Null admits all. */
  readonly networks: readonly string[] | null;
  /** Whether paths of requests hold keys of rows, as those of REST do. */
  readonly hasKeysInPaths: boolean;
}

/**
 * Puts a firewall before the stage of an API: AWS's own rules for common attacks, and a limit for each address and for
 * each token or key.
 * The API itself limits each tenant, because it weighs what a request costs.
 */
export function addFirewall(
  scope: Construct,
  stage: Stage,
  { api, networks, hasKeysInPaths }: FirewallProps,
): void {
  const visible = (name: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName: `tenantql-${stage.name}-${name}`,
    // Samples would show headers, and tokens with them.
    sampledRequestsEnabled: false,
  });
  const first: CfnWebACL.RuleProperty[] =
    networks === null
      ? []
      : [
          {
            name: NETWORKS,
            priority: 0,
            action: { block: {} },
            statement: outside(scope, networks),
            visibilityConfig: visible(NETWORKS),
          },
        ];
  const managed = managedRules(hasKeysInPaths).map(([name, counted], place) => ({
    name,
    priority: first.length + place,
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
      ...first,
      ...managed,
      bounded('EachAddress', first.length + managed.length, { aggregateKeyType: 'IP' }),
      bounded('EachToken', first.length + managed.length + 1, {
        aggregateKeyType: 'CUSTOM_KEYS',
        customKeys: [{ header: token }],
      }),
    ],
  });
  logBlocked(scope, stage, api, acl);
  new CfnWebACLAssociation(scope, 'FirewallAssociation', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: acl.attrArn,
  });
}

/**
 * Logs the requests that the firewall blocks, without the token, the path and the query, which have values of rows. The name
 * of such a log has a prefix that AWS demands, and the id of the API, so that no two stacks want the same.
 */
function logBlocked(scope: Construct, stage: Stage, api: RestApi, acl: CfnWebACL): void {
  const log = new LogGroup(scope, 'FirewallLog', {
    logGroupName: `aws-waf-logs-tenantql-${stage.name}-${api.restApiId}`,
    ...logPropsOf(stage),
  });
  // AWS WAF refuses the ARN of the log group's own attribute, which ends in `:*`.
  const arn = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: log.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  new CfnLoggingConfiguration(scope, 'FirewallLogging', {
    resourceArn: acl.attrArn,
    logDestinationConfigs: [arn],
    redactedFields: [{ singleHeader: { Name: 'authorization' } }, { uriPath: {} }, { queryString: {} }],
    loggingFilter: {
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: [{ ActionCondition: { Action: 'BLOCK' } }],
        },
      ],
    },
  });
}
