import { readFileSync, statSync } from 'node:fs';

import { printProblems, readModel, type Model, type Problem } from '../../model/index.ts';
import { checkResolvers } from '../../engine/index.ts';
import { platformResolversFor, type Plans } from '../../platform/index.ts';
import {
  loadResolvers,
  loadSchedules,
  readMailFiles,
  readPlansFile,
  readServedSources,
  defaultSeed,
  readSeed,
  type LoadModule,
  type Seed,
  UsageError,
} from '../../app/index.ts';
import type { App } from '../../local/index.ts';
import { OWN_APP } from '../../../codegen/places.ts';

import { seedFile, type StartOptions } from './options.ts';

/** What was read: the app, or null if a Problem is an error; and the Problems as text, which is empty if there are none. */
export interface Reading {
  readonly app: App | null;
  readonly report: string;
}

/**
 * Reads schema, resolvers, schedules, plans, mails and seed, and prints every Problem of all of them at once.
 * @param load by default imports a resolver's module, which Node does once in a process
 * @throws {UsageError} when a file is missing, or a resolver cannot be loaded
 */
export async function readApp(options: StartOptions, load?: LoadModule): Promise<Reading> {
  const sources = readServedSources(options.schema);
  const { model, problems } = readModel(sources);
  const resolvers = await loadResolvers(options.resolvers, load);
  const { schedules, problems: scheduleProblems } = await loadSchedules(options.schedules, load);
  const { plans, problems: planProblems } = readPlansFile(options.plans);
  const { templates: mails, problems: mailProblems } = readMailFiles(OWN_APP.mails);
  const { seed, problems: seedProblems } = readSeedFile(options, model, plans);
  const broken = problems.some(isError);
  // A mistake that follows from another is not reported as a second one.
  const all = [
    ...problems,
    ...(broken ? [] : checkResolvers(model, resolvers, platformResolversFor(model))),
    ...(broken || planProblems.length > 0 ? [] : seedProblems),
    ...planProblems,
    ...mailProblems,
    ...scheduleProblems,
  ];
  const shown = options.quiet || options.json ? all.filter(isError) : all;
  return {
    app: all.some(isError) ? null : { model, resolvers, schedules, plans, mails, seed },
    report: shown.length > 0 ? `${printProblems(shown, sources)}\n` : '',
  };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

function readSeedFile(
  { seed, schema }: StartOptions,
  model: Model,
  plans: Plans,
): { seed: Seed; problems: readonly Problem[] } {
  const file = seedFile({ seed, schema });
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    if (seed !== null) throw new UsageError(`There is no seed at "${seed}": name a JSON file with --seed.`);
    return { seed: defaultSeed(plans), problems: [] };
  }
  return readSeed(readFileSync(file, 'utf8'), model, plans);
}
