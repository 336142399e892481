import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, named, names } from './claim.ts';

interface FirewallRule {
  readonly Priority: number;
  Action?: Record<string, unknown>;
  readonly Statement: { readonly NotStatement?: unknown };
}

interface Logging {
  ApplicationLogLevel?: string;
  readonly LogFormat?: string;
}

/** The settings of throughput that a table and its indexes share, as CloudFormation names them. */
const THROUGHPUT = [
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
  'WarmThroughput',
];

const settingsOf = (properties: object): string =>
  JSON.stringify(THROUGHPUT.map((name) => [name, (properties as Record<string, unknown>)[name] ?? null]));

const indexesOf = ({ Properties }: Resource): Record<string, unknown>[] =>
  (Properties['GlobalSecondaryIndexes'] ?? []) as Record<string, unknown>[];

const loggingOf = ({ Properties }: Resource): Logging => Properties['LoggingConfig'] ?? {};

/** Returns the rules of the firewall in front of an API. */
function rulesBefore(template: Template, api: RegExp): FirewallRule[] {
  return first(template, 'AWS::WAFv2::WebACL', api).Properties['Rules'] as FirewallRule[];
}

/** Claims about the options of a stage. */
export const options: readonly Claim[] = [
  {
    title: 'an index takes as many writes as its table, and is as warm',
    faults: (template) =>
      ofType(template, 'AWS::DynamoDB::GlobalTable').flatMap(([id, table]) =>
        indexesOf(table)
          .filter((index) => settingsOf(index) !== settingsOf(table.Properties))
          .map((index) => `${id}: ${String(index['IndexName'])}`),
      ),
    breakIt: (template) => {
      const [index] = indexesOf(first(template, 'AWS::DynamoDB::GlobalTable', /^DataTable/));
      if (index) delete index['WarmThroughput'];
    },
  },
  {
    title: 'a table is paid by request, or follows its load between two bounds',
    faults: (template) =>
      ofType(template, 'AWS::DynamoDB::GlobalTable')
        .filter(
          ([, { Properties }]) =>
            Properties['BillingMode'] !== 'PAY_PER_REQUEST' &&
            !names(Properties['WriteProvisionedThroughputSettings'], 'WriteCapacityAutoScalingSettings'),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::DynamoDB::GlobalTable', /^DataTable/).Properties['BillingMode'] = 'PROVISIONED';
    },
  },
  {
    title:
      "a list of networks is before all other rules of the operators' API alone, and blocks all outside of it",
    ofRest: true,
    faults: (template) => {
      const sets = ofType(template, 'AWS::WAFv2::IPSet').map(([id]) => id);
      const guard = rulesBefore(template, /^Operators/).find(({ Statement }) => Statement.NotStatement);
      const kept =
        guard?.Priority === 0 &&
        names(guard.Action, 'Block') &&
        sets.every((id) => names(guard.Statement, id));
      return [
        ...(sets.length > 0 && !kept ? ["the operators' API"] : []),
        ...rulesBefore(template, /^Tenants/)
          .filter(({ Statement }) => Statement.NotStatement)
          .map(() => "the tenants' API"),
      ];
    },
    breakIt: (template) => {
      const guard = rulesBefore(template, /^Operators/).find(({ Statement }) => Statement.NotStatement);
      if (guard) guard.Action = { Count: {} };
    },
  },
  {
    title: 'no line of a function is filtered, because metrics and usage are counted from its lines',
    faults: (template) =>
      ofType(template, 'AWS::Lambda::Function')
        .filter(([, made]) => {
          const { ApplicationLogLevel = 'INFO', LogFormat } = loggingOf(made);
          return LogFormat !== 'JSON' || !['TRACE', 'DEBUG', 'INFO'].includes(ApplicationLogLevel);
        })
        .map(([id]) => id),
    breakIt: (template) => {
      loggingOf(first(template, 'AWS::Lambda::Function', /^graphql/)).ApplicationLogLevel = 'WARN';
    },
  },
  {
    title: 'a request is traced from the gateway to the functions, or nowhere',
    faults: (template) => {
      const traced = [
        ...ofType(template, 'AWS::ApiGateway::Stage').map(
          ([id, { Properties }]) => [id, Properties['TracingEnabled'] === true] as const,
        ),
        ...ofType(template, 'AWS::Lambda::Function').map(
          ([id, { Properties }]) => [id, names(Properties['TracingConfig'], 'Active')] as const,
        ),
      ];
      return new Set(traced.map(([, is]) => is)).size === 1
        ? []
        : traced.filter(([, is]) => !is).map(([id]) => id);
    },
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::Stage', /^Tenants/).Properties['TracingEnabled'] = false;
    },
  },
  {
    title: "a rule for traces has the name that X-Ray gives the tenants' API",
    ofRest: true,
    faults: (template) => {
      const api = first(template, 'AWS::ApiGateway::RestApi', /^Tenants/).Properties['Name'];
      const stage = named(template, /^TenantsApiDeploymentStage/);
      return ofType(template, 'AWS::XRay::SamplingRule')
        .filter(([, { Properties }]) => {
          const { ServiceName, ServiceType } = Properties['SamplingRule'] as Record<string, unknown>;
          const named = names(ServiceName, String(api)) && names(ServiceName, stage);
          return !named || ServiceType !== 'AWS::ApiGateway::Stage';
        })
        .map(([id]) => id);
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::XRay::SamplingRule');
      (Properties['SamplingRule'] as Record<string, unknown>)['ServiceName'] = 'graphql';
    },
  },
  {
    title: 'a page of Cognito is of the managed login and has a branding, without which it shows nothing',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPoolDomain')
        .filter(([, { Properties }]) => {
          const branded = ofType(template, 'AWS::Cognito::ManagedLoginBranding').some(
            ([, branding]) =>
              JSON.stringify(branding.Properties['UserPoolId']) ===
                JSON.stringify(Properties['UserPoolId']) &&
              list(branding.Properties['ClientId']).length === 1,
          );
          return Properties['ManagedLoginVersion'] !== 2 || !branded;
        })
        .map(([id]) => id),
    breakIt: (template) => {
      const id = named(template, /^IdentityBranding/);
      template.Resources = Object.fromEntries(
        Object.entries(template.Resources).filter(([name]) => name !== id),
      );
    },
  },
];
