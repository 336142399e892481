import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Stage } from '../lib/stage.ts';
import type { Account } from './account.ts';
import { ask, hasCli } from './aws-cli.ts';
import { INFRA } from './command.ts';

/** The state of one thing that a deployment needs. */
export interface Finding {
  /** A deployment fails if something is `missing`. With an `advice` it works, but users or operators lack something. */
  readonly is: 'ok' | 'missing' | 'advice';
  /** What was found, or what is missing and how to get it. */
  readonly says: string;
  /** True if `npm run doctor -- --fix` provides it. */
  readonly canBeFixed?: true;
}

/** The lowest version of the bootstrap stack that the synthesised templates accept. */
const BOOTSTRAP = 6;

/** The concurrency that Lambda keeps free for functions without a reservation (PutFunctionConcurrency). */
const UNRESERVED = 100;

/** Returns the findings on this machine, which need no account. */
export function ofThisMachine(): readonly Finding[] {
  return [node(), packages()];
}

/** Returns the findings in an account. The AWS CLI must be installed for most of them. */
export function ofAccount(account: Account, stages: readonly Stage[]): readonly Finding[] {
  if (!hasCli()) return [noCli, ...stages.flatMap(ofStage)];
  return [bootstrap(account), gatewayLogs(account), concurrency(account, stages), ...stages.flatMap(ofStage)];
}

/**
 * Prints advice, and stops a deployment that would fail.
 * @throws {Error} with a line for each thing that is missing
 */
export function requireReady(findings: readonly Finding[]): void {
  for (const { says } of findings.filter(({ is }) => is === 'advice'))
    process.stdout.write(`advice   ${says}\n`);
  const missing = findings.filter((finding) => finding.is === 'missing' && finding !== noCli);
  if (missing.length > 0) throw new Error(missing.map(({ says }) => says).join('\n'));
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? { is: 'ok', says: `Node ${process.versions.node}.` }
    : { is: 'missing', says: `Node ${process.versions.node} is too old: install 20.19 or later.` };
}

function packages(): Finding {
  return existsSync(join(INFRA, 'node_modules/aws-cdk'))
    ? { is: 'ok', says: 'The packages of infra are installed.' }
    : { is: 'missing', says: 'The packages of infra are not installed: npm --prefix infra ci.' };
}

const noCli: Finding = {
  is: 'missing',
  says: 'The AWS CLI is not installed: with it, the bootstrap and the quotas are looked at as well.',
};

function bootstrap(account: Account): Finding {
  const answer = ask(account, ['ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version']);
  const version = Number((answer?.['Parameter'] as { Value?: string } | undefined)?.Value ?? 0);
  return version >= BOOTSTRAP
    ? { is: 'ok', says: `The account is bootstrapped for CDK, version ${version}.` }
    : {
        is: 'missing',
        says: `CDK needs a bootstrap here: cd infra && npx cdk bootstrap aws://${account.id}/${account.region}`,
      };
}

/** Checks the role without which no deployment of an API with logs succeeds. */
function gatewayLogs(account: Account): Finding {
  const answer = ask(account, ['apigateway', 'get-account']);
  return typeof answer?.['cloudwatchRoleArn'] === 'string'
    ? { is: 'ok', says: 'API Gateway may write logs.' }
    : {
        is: 'missing',
        says: 'API Gateway has no role for logs in this account and region: npm run doctor -- --fix makes one.',
        canBeFixed: true,
      };
}

function concurrency(account: Account, stages: readonly Stage[]): Finding {
  const answer = ask(account, ['lambda', 'get-account-settings']);
  const limit = answer?.['AccountLimit'] as { UnreservedConcurrentExecutions?: number } | undefined;
  const free = limit?.UnreservedConcurrentExecutions ?? 0;
  // The jobs reserve one copy, and warm copies count as well, with one of the authorizer.
  const wanted = UNRESERVED + 1 + Math.max(0, ...stages.map(({ warm }) => warm + Math.min(warm, 1)));
  return free >= wanted
    ? { is: 'ok', says: `Lambda may run ${free} copies at once.` }
    : {
        is: 'missing',
        says: `Lambda may run ${free} copies at once, and ${wanted} are needed: raise "Concurrent executions" in Service Quotas.`,
      };
}

/** Returns what a stage that keeps its data should have before users come. */
function ofStage({ name, keep, alarmEmail, mail }: Stage): readonly Finding[] {
  if (!keep) return [];
  const advice = (says: string): Finding => ({ is: 'advice', says });
  return [
    ...(alarmEmail === null
      ? [advice(`Stage "${name}" sends its alarms to nobody: set "alarmEmail" in infra/stages.ts.`)]
      : []),
    ...(mail === null
      ? [advice(`Cognito sends at most 50 mails a day for stage "${name}": set "mail" in infra/stages.ts.`)]
      : []),
  ];
}
