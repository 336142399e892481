import type { CognitoMessage } from '../../local-cloud/cognito/index.ts';
import { openLocalCloud, type App, type LocalCloud } from '../../local/index.ts';
import type { Mail } from '../../platform/index.ts';
import { describeError, type Log } from '../../server/index.ts';
import { OWN_APP } from '../../../codegen/places.ts';
import { staleSentence } from '../../../codegen/stale-files.ts';
import { localLog } from './local-log.ts';
import { HELP, readOptions, type StartOptions } from './options.ts';
import { readApp } from './read-app.ts';
import { printChange } from './print-change.ts';
import { serveChanges, watchApp, type WatchedApp } from './serve-changes.ts';
import { writeGenerated } from './write-generated.ts';
import { runCommand } from '../run-command.ts';
import { selfCheck } from './self-check.ts';
import { jsonLine, welcome } from './welcome.ts';

/** Runs `npm start`: the whole system on this machine, until it is stopped. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const watched = options.watch ? watchApp(options) : null;
  const { app, report } = await readApp(options, watched?.modules.load);
  process.stderr.write(report);
  if (!app) process.exit(1);
  // npm run dev writes them.
  if (!options.watch) warnOfStaleFiles(app, options);
  const log = localLog(options);
  const stopLater = stopWithProcess();
  const cloud = await openLocalCloud({
    ...options,
    ...app,
    log: log.write,
    deliver: (message) => {
      process.stdout.write(`${options.json ? JSON.stringify({ mail: message }) : mailLine(message)}\n`);
    },
    onMail: (mail) => {
      process.stdout.write(`${options.json ? JSON.stringify({ mail }) : sentLine(mail)}\n`);
    },
    note: (line, severity) => {
      if (severity === 'problem') process.stderr.write(`${line}\n`);
      else if (!options.quiet && !options.json) process.stdout.write(`${line}\n`);
    },
  });
  stopLater(cloud);
  logDroppedPromises(log.write);
  const checks = await selfCheck(cloud, app);
  log.open((id) => cloud.cognito.user(id)?.username ?? cloud.operators.user(id)?.username);
  const readyMs = Math.round(process.uptime() * 1000);
  if (options.json) process.stdout.write(`${jsonLine(cloud, app.seed, readyMs)}\n`);
  else if (!options.quiet) process.stdout.write(await welcome(cloud, app.seed, app.model, checks, readyMs));
  if (watched) await keepServing(watched, cloud, options, app);
}

/** Logs promises that fail after a resolver dropped them. By default Node would end the process, for all tenants. */
function logDroppedPromises(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    log({ level: 'error', message: 'a promise that nothing awaits failed', ...describeError(reason) });
  });
}

/** Says which generated files of the owner's app are stale. */
function warnOfStaleFiles(app: App, { schema, plans, quiet, json }: StartOptions): void {
  if (schema !== OWN_APP.schema || plans !== OWN_APP.plans || quiet || json) return;
  const stale = staleSentence(app, OWN_APP);
  if (stale !== null) process.stderr.write(`${stale}\n`);
}

/** Serves changes until the process ends. */
async function keepServing(
  watched: WatchedApp,
  cloud: LocalCloud,
  options: StartOptions,
  app: App,
): Promise<void> {
  const { json, quiet } = options;
  const say = (text: string): void => {
    if (!quiet && !json) process.stdout.write(text);
  };
  let written = '';
  const writeTypes = async (changed: App): Promise<void> => {
    // Resolvers and seed leave the types as they are.
    const typed = JSON.stringify([changed.model, changed.plans, changed.schedules]);
    if (typed === written) return;
    written = typed;
    const files = await writeGenerated(changed, options);
    if (files.length === 0) return;
    if (json) process.stdout.write(`${JSON.stringify({ generated: files })}\n`);
    say(`Wrote ${files.join(', ')}.\n`);
  };
  await writeTypes(app);
  say('Watching schema, resolvers, schedules, plans and seed.\n\n');
  await serveChanges(watched, {
    start: options,
    replace: (changed) => cloud.replace(changed),
    writeTypes,
    onChange: (change) => {
      if (json) process.stdout.write(`${JSON.stringify({ change })}\n`);
      else if (change.is === 'served') say(printChange(change));
      if (change.is === 'refused') process.stderr.write(printChange(change));
    },
    onReport: (text) => process.stderr.write(text),
  });
}

/** Returns a message that Cognito would send by mail, as a line to read. */
function mailLine({ to, username, purpose, code }: CognitoMessage): string {
  return `Mail to ${to}: the code for "${username}" (${purpose}) is ${code}`;
}

/** Returns a mail of the platform as a line to read, with the link that it has. */
function sentLine({ to, subject, text }: Mail): string {
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  return `Mail to ${to}: ${subject}${link === undefined ? '' : `: ${link}`}`;
}

/** Ends the process on Ctrl+C: in order once the cloud is open, otherwise at once, and at once at a second Ctrl+C. */
function stopWithProcess(): (cloud: LocalCloud) => void {
  let cloud: LocalCloud | undefined;
  let stopping = false;
  const stop = (code: number): void => {
    if (stopping || !cloud) process.exit(code);
    stopping = true;
    void cloud.stop().finally(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop(0);
    });
  }
  return (opened) => {
    cloud = opened;
    void cloud.died.then((error) => {
      process.stderr.write(`${error.message}\n`);
      stop(1);
    });
  };
}

runCommand(main);
