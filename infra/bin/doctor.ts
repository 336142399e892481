import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { type Account, openAccount } from './account.ts';
import { INFRA, run } from './command.ts';
import { ownApp } from './own-app.ts';

/** The state of one thing that a deployment needs. */
interface Finding {
  readonly fine: boolean;
  /** What was found, or what is missing and how to get it. */
  readonly says: string;
}

/** The lowest version of the bootstrap stack that the synthesised templates accept. */
const BOOTSTRAP = 6;

/** The concurrency that Lambda keeps free for functions without a reservation (PutFunctionConcurrency). */
const UNRESERVED = 100;

/** Runs `npm run doctor`: prints what is missing for a deployment. It reads, and changes nothing. */
run(async () => {
  const here = [node(), packages()];
  here.forEach(print);
  const account = await openAccount();
  print({ fine: true, says: `Account ${account.id}, region ${account.region}, as ${account.caller}.` });
  const there = cli() ? [bootstrap(account), gatewayLogs(account), concurrency(account)] : [noCli];
  there.forEach(print);
  if ([...here, ...there].some(({ fine }) => !fine)) process.exitCode = 1;
});

function print({ fine, says }: Finding): void {
  process.stdout.write(`${fine ? 'ok      ' : 'missing '} ${says}\n`);
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? { fine: true, says: `Node ${process.versions.node}.` }
    : { fine: false, says: `Node ${process.versions.node} is too old: install 20.19 or later.` };
}

function packages(): Finding {
  return existsSync(join(INFRA, 'node_modules/aws-cdk'))
    ? { fine: true, says: 'The packages of infra are installed.' }
    : { fine: false, says: 'The packages of infra are not installed: npm --prefix infra ci.' };
}

const noCli: Finding = {
  fine: false,
  says: 'The AWS CLI is not installed: with it, the bootstrap and the quotas are looked at as well.',
};

function cli(): boolean {
  return spawnSync('aws', ['--version']).status === 0;
}

/** Runs the AWS CLI. Returns null if AWS refuses or finds nothing. */
function ask({ region }: Account, args: readonly string[]): Record<string, unknown> | null {
  const { status, stdout } = spawnSync('aws', [...args, '--region', region, '--output', 'json'], {
    encoding: 'utf8',
  });
  return status === 0 ? (JSON.parse(stdout) as Record<string, unknown>) : null;
}

function bootstrap(account: Account): Finding {
  const answer = ask(account, ['ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version']);
  const version = Number((answer?.['Parameter'] as { Value?: string } | undefined)?.Value ?? 0);
  return version >= BOOTSTRAP
    ? { fine: true, says: `The account is bootstrapped for CDK, version ${version}.` }
    : {
        fine: false,
        says: `CDK needs a bootstrap here: cd infra && npx cdk bootstrap aws://${account.id}/${account.region}`,
      };
}

/** Checks the role without which no deployment of an API with logs succeeds. */
function gatewayLogs(account: Account): Finding {
  const answer = ask(account, ['apigateway', 'get-account']);
  return typeof answer?.['cloudwatchRoleArn'] === 'string'
    ? { fine: true, says: 'API Gateway may write logs.' }
    : {
        fine: false,
        says: 'API Gateway has no role for logs in this account and region: docs/operate.md, "Before the first deployment".',
      };
}

function concurrency(account: Account): Finding {
  const answer = ask(account, ['lambda', 'get-account-settings']);
  const limit = answer?.['AccountLimit'] as { UnreservedConcurrentExecutions?: number } | undefined;
  const free = limit?.UnreservedConcurrentExecutions ?? 0;
  // The jobs reserve one copy, and warm copies count as well.
  const warm = Object.values(ownApp.stages).map((stage) => stage.warm ?? 0);
  const wanted = UNRESERVED + 1 + Math.max(0, ...warm);
  return free >= wanted
    ? { fine: true, says: `Lambda may run ${free} copies at once.` }
    : {
        fine: false,
        says: `Lambda may run ${free} copies at once, and ${wanted} are needed: raise "Concurrent executions" in Service Quotas.`,
      };
}
