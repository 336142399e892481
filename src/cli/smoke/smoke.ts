import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

import { readPlansFile, UsageError } from '../../app/index.ts';
import {
  CONNECT_OPTIONS,
  openTerminal,
  optionLines,
  readLine,
  wholeNumber,
  type Connect,
} from '../operator/index.ts';
import { Report } from './report.ts';
import { checkCleanUp, runSmoke } from './run-smoke.ts';
import { openTarget } from './target.ts';

const OPTIONS = {
  stage: { type: 'string', value: 'NAME', tells: 'a deployed stage; else the server on this machine' },
  plan: {
    type: 'string',
    value: 'PLAN',
    tells: 'the plan of the two tenants; else the first of schema/plans.json',
  },
  wait: {
    type: 'string',
    value: 'SECONDS',
    tells: 'the longest wait for an audit event, a metric, an alarm',
    default: '600',
  },
  json: { type: 'string', value: 'FILE', tells: 'write the report as JSON, in addition' },
  clean: { type: 'string', value: 'RUN', tells: 'only remove what a run left that was killed' },
  outputs: CONNECT_OPTIONS.outputs,
  token: CONNECT_OPTIONS.token,
  as: CONNECT_OPTIONS.as,
  data: CONNECT_OPTIONS.data,
  help: { type: 'boolean', tells: 'print this' },
} as const;

const USAGE = `Usage: npm run smoke -- [--stage NAME] [options]\n\n${optionLines(OPTIONS)}`;

/** The exit code of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Runs `npm run smoke`: proves that a stage, or the server on this machine, serves two tenants and keeps them apart. */
export async function smoke(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const values = readLine(args, [], OPTIONS, USAGE).values as unknown as Values;
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const terminal = openTerminal();
  const most = wholeNumber('wait', values.wait);
  const plan = values.plan ?? Object.keys(readPlansFile('schema/plans.json').plans)[0] ?? '';
  const target = await openTarget(values, env);
  const id = values.clean ?? randomBytes(4).toString('hex');
  if (!/^[0-9a-f]{8}$/.test(id))
    throw new UsageError(`"${id}" is no run: write the eight characters that it printed.`);
  const where = values.stage === undefined ? '' : ` --stage ${values.stage}`;
  const again = `npm run smoke --${where} --clean ${id}`;
  const report = new Report(terminal, hintsOf(values.stage, again));
  const stop = new AbortController();
  const leave = (): void => {
    if (stop.signal.aborted) {
      terminal.say(`Stopped at once. Remove what is left with: ${again}`);
      process.exit(INTERRUPTED);
    }
    terminal.say('Stopping: what was made is removed first. Ctrl-C again stops at once.');
    stop.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, leave);
  try {
    const patience = { terminal, signal: stop.signal, most };
    if (values.clean === undefined) {
      terminal.say(`Run ${id} on ${target.name}. If this command is killed: ${again}`);
      await runSmoke(target, { id, plan }, report, patience);
    } else await checkCleanUp(target, id, report, patience);
  } finally {
    for (const signal of signals) process.off(signal, leave);
    target.cognito.destroy();
    terminal.close();
  }
  const { checks } = report;
  const ok = !report.failed && !stop.signal.aborted;
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ run: id, target: target.name, ok, checks }, null, 2)}\n`);
  process.stdout.write(`${summaryOf(checks)}\n`);
  process.exitCode = stop.signal.aborted ? INTERRUPTED : ok ? 0 : 1;
}

interface Values extends Connect {
  readonly plan?: string;
  readonly wait: string;
  readonly json?: string;
  readonly clean?: string;
  readonly help?: boolean;
}

function summaryOf(checks: Report['checks']): string {
  const of = (is: string): number => checks.filter((check) => check.is === is).length;
  const seconds = (checks.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(1);
  return `${of('ok')} ok, ${of('skipped')} skipped, ${of('failed')} failed, ${of('not run')} not run, in ${seconds} s.`;
}

/** Returns what to do about each failure. */
function hintsOf(stage: string | undefined, again: string) {
  const log =
    stage === undefined
      ? 'Look at what npm start prints.'
      : `Look at the dashboard tenantql-${stage}, and at the query "errors".`;
  return {
    access:
      stage === undefined
        ? 'Start the server with npm start.'
        : 'See docs/first-deployment.md, "When a step fails".',
    tenants: log,
    users: `Making users needs rights of an administrator of AWS on Cognito. ${log}`,
    rows: log,
    isolation: 'Act at once: docs/operate.md, "isolation".',
    events: `The function socket subscribes, and changes delivers. ${log}`,
    audit: `The background work seals events. ${log}`,
    metric:
      'CloudWatch extracts metrics from the log of the function graphql: look whether its log has lines.',
    alarm: "Look at the alarm's history and at the policy of the topic in SNS.",
    'clean-up': `Try again: ${again}`,
  };
}
