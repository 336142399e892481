import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { printProblems, readModel, type Model, type Problem, type SchemaSource } from '../../model/index.ts';
import { checkResolvers, type CustomResolvers } from '../../engine/index.ts';
import { platformResolvers, type Plans } from '../../platform/index.ts';

import type { CognitoMessage } from '../../local-cloud/cognito/index.ts';
import { openLocalCloud, type LocalCloud } from '../../local/index.ts';
import {
  loadResolvers,
  readPlansFile,
  readServedSources,
  DEFAULT_SEED,
  readSeed,
  type Seed,
  UsageError,
} from '../../app/index.ts';
import { OWN_APP } from '../../../codegen/places.ts';
import { staleSentence } from '../../../codegen/stale-files.ts';
import { localLog } from './local-log.ts';
import { HELP, readOptions, type StartOptions } from './options.ts';
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
  const app = await readApp(options);
  const log = localLog(options);
  const stopLater = stopWithProcess();
  const cloud = await openLocalCloud({
    ...options,
    ...app,
    log: log.write,
    deliver: (message) => {
      process.stdout.write(`${options.json ? JSON.stringify({ mail: message }) : mailLine(message)}\n`);
    },
    note: (line, severity) => {
      if (severity === 'problem') process.stderr.write(`${line}\n`);
      else if (!options.quiet && !options.json) process.stdout.write(`${line}\n`);
    },
  });
  stopLater(cloud);
  const checks = await selfCheck(cloud, app);
  log.open((id) => cloud.cognito.user(id)?.username ?? cloud.operators.user(id)?.username);
  const readyMs = Math.round(process.uptime() * 1000);
  if (options.json) process.stdout.write(`${jsonLine(cloud, app.seed, readyMs)}\n`);
  else if (!options.quiet) process.stdout.write(await welcome(cloud, app.seed, app.model, checks, readyMs));
}

/** Returns a message that Cognito would send by mail, as a line to read. */
function mailLine({ to, username, purpose, code }: CognitoMessage): string {
  return `Mail to ${to}: the code for "${username}" (${purpose}) is ${code}`;
}

interface App {
  readonly model: Model;
  readonly resolvers: CustomResolvers;
  readonly plans: Plans;
  readonly seed: Seed;
}

/** Reads schema, resolvers and seed. Shows every Problem of all three at once, and ends if one is an error. */
async function readApp(options: StartOptions): Promise<App> {
  const sources = readServedSources(options.schema);
  const { model, problems } = readModel(sources);
  const resolvers = await loadResolvers(options.resolvers);
  const { seed, problems: seedProblems } = readSeedFile(options, model);
  const { plans, problems: planProblems } = readPlansFile(options.plans);
  const broken = problems.some(({ severity }) => severity === 'error');
  // A resolver of a field that could not be read is not reported as a second mistake.
  const all = [
    ...problems,
    ...(broken ? [] : checkResolvers(model, resolvers, platformResolvers)),
    ...(broken ? [] : seedProblems),
    ...planProblems,
  ];
  showProblems(all, sources, options);
  if (all.some(({ severity }) => severity === 'error')) process.exit(1);
  if (
    options.schema === OWN_APP.schema &&
    options.plans === OWN_APP.plans &&
    !options.quiet &&
    !options.json
  ) {
    const stale = staleSentence({ model, plans }, OWN_APP);
    if (stale !== null) process.stderr.write(`${stale}\n`);
  }
  return { model, resolvers, plans, seed };
}

function readSeedFile(
  { seed, schema }: StartOptions,
  model: Model,
): { seed: Seed; problems: readonly Problem[] } {
  const folder = statSync(schema).isDirectory() ? schema : dirname(schema);
  const file = seed ?? join(folder, 'seed.json');
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    if (seed !== null) throw new UsageError(`There is no seed at "${seed}": name a JSON file with --seed.`);
    return { seed: DEFAULT_SEED, problems: [] };
  }
  return readSeed(readFileSync(file, 'utf8'), model);
}

function showProblems(
  problems: readonly Problem[],
  sources: readonly SchemaSource[],
  options: StartOptions,
): void {
  const shown =
    options.quiet || options.json ? problems.filter(({ severity }) => severity === 'error') : problems;
  if (shown.length > 0) process.stderr.write(`${printProblems(shown, sources)}\n`);
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
