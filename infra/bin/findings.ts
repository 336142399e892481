import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Stage } from '../lib/stage.ts';
import type { Account } from './account.ts';
import { ask, hasCli } from './aws-cli.ts';
import { areInstalled } from '../lib/binaries.ts';
import { execute, IMAGES_HINT, INFRA, install } from './command.ts';
import type { Finding } from './finding.ts';
import { giveGatewayLogRole } from './gateway-log-role.ts';
import { mailFindings } from './mail-findings.ts';

/** The lowest version of the bootstrap stack that the synthesised templates accept. */
const BOOTSTRAP = 6;

/** The concurrency that Lambda keeps free for functions without a reservation (PutFunctionConcurrency). */
const UNRESERVED = 100;

/** Returns the findings on this machine, which need no account. */
export function ofThisMachine(): readonly Finding[] {
  return [node(), packages(), images()];
}

/**
 * Returns the findings in an account. The AWS CLI must be installed for most of them.
 * @param fix whether to provide what is missing first, where a command can
 * @throws {Error} if AWS refuses that
 */
export async function findings(
  account: Account,
  stages: readonly Stage[],
  fix: boolean,
): Promise<readonly Finding[]> {
  const found = await ofAccount(account, stages);
  const fixes = found.flatMap((finding) => finding.fix ?? []);
  if (!fix || fixes.length === 0) return found;
  for (const provide of fixes) await provide();
  return ofAccount(account, stages);
}

async function ofAccount(account: Account, stages: readonly Stage[]): Promise<readonly Finding[]> {
  if (!hasCli()) return [noCli, ...stages.flatMap(ofStage)];
  const asked = [
    bootstrap(account),
    gatewayLogs(account),
    concurrency(account, stages),
    ...mailFindings(account, stages),
  ];
  return [...(await Promise.all(asked)), ...stages.flatMap(ofStage)];
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

function images(): Finding {
  return areInstalled()
    ? { is: 'ok', says: 'The binaries for images are installed.' }
    : {
        is: 'advice',
        says: `The binaries for images are not installed: npm run deploy does it. ${IMAGES_HINT}`,
      };
}

const noCli: Finding = {
  is: 'missing',
  says: 'The AWS CLI is not installed: with it, the bootstrap, the quotas and the state of the stack are looked at as well.',
};

async function bootstrap(account: Account): Promise<Finding> {
  const answer = await ask(account, ['ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version']);
  const version = Number((answer?.['Parameter'] as { Value?: string } | undefined)?.Value ?? 0);
  return version >= BOOTSTRAP
    ? { is: 'ok', says: `The account is bootstrapped for CDK, version ${version}.` }
    : {
        is: 'missing',
        says: `CDK needs a bootstrap here: npm run doctor -- --fix makes it, or cd infra && npx cdk bootstrap aws://${account.id}/${account.region}`,
        fix: () => {
          install();
          execute('npx', ['cdk', 'bootstrap', `aws://${account.id}/${account.region}`]);
          return Promise.resolve();
        },
      };
}

/** Checks the role without which no deployment of an API with logs succeeds. */
async function gatewayLogs(account: Account): Promise<Finding> {
  const answer = await ask(account, ['apigateway', 'get-account']);
  return typeof answer?.['cloudwatchRoleArn'] === 'string'
    ? { is: 'ok', says: 'API Gateway may write logs.' }
    : {
        is: 'missing',
        says: 'API Gateway has no role for logs in this account and region: npm run doctor -- --fix makes one.',
        fix: () => giveGatewayLogRole(account),
      };
}

/**
 * Returns how many copies at once a stage needs. Warm copies, with one of the authorizer, are reserved. Background work must leave as many copies to
 * requests.
 */
export function copiesOf({ warm, workers }: Pick<Stage, 'warm' | 'workers'>): number {
  return Math.max(warm === 0 ? 0 : UNRESERVED + warm + 1, 2 * workers);
}

async function concurrency(account: Account, stages: readonly Stage[]): Promise<Finding> {
  const answer = await ask(account, ['lambda', 'get-account-settings']);
  const limit = answer?.['AccountLimit'] as { UnreservedConcurrentExecutions?: number } | undefined;
  const free = limit?.UnreservedConcurrentExecutions ?? 0;
  const wanted = Math.max(0, ...stages.map(copiesOf));
  return free >= wanted
    ? { is: 'ok', says: `Lambda may run ${free} copies at once.` }
    : {
        is: 'missing',
        says: `Lambda may run ${free} copies at once, and ${wanted} are needed: raise "Concurrent executions" in Service Quotas.`,
      };
}

/** Returns what a stage that keeps its data should have before users come. */
function ofStage({ name, keep, alarmEmail, mail, appUrl }: Stage): readonly Finding[] {
  if (!keep) return [];
  const advice = (says: string): Finding => ({ is: 'advice', says });
  return [
    ...(alarmEmail === null
      ? [advice(`Stage "${name}" sends its alarms to no address: set "alarmEmail" in infra/stages.ts.`)]
      : []),
    ...(mail === null
      ? [advice(`Cognito sends at most 50 mails a day for stage "${name}": set "mail" in infra/stages.ts.`)]
      : []),
    ...(mail === null || appUrl === null
      ? [
          advice(
            `Stage "${name}" mails no invitations and no notices: set "mail" and "appUrl" in infra/stages.ts.`,
          ),
        ]
      : []),
  ];
}
