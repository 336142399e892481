import { join } from 'node:path';

import {
  loadSchedules,
  readMailFiles,
  readPlansFile,
  readServedSources,
  UsageError,
  type LoadedSchedule,
} from '../src/app/index.ts';
import { customFields, optionalFields, unanswered } from '../src/engine/index.ts';
import { printProblems, readModel, type Model } from '../src/model/index.ts';
import { platformResolversFor, type MailTemplates, type Plans } from '../src/platform/index.ts';

import type { Places } from './places.ts';

/** The model, the plans, the mails and the schedules of an app. */
export interface App {
  readonly model: Model;
  readonly plans: Plans;
  readonly mails: MailTemplates;
  readonly schedules: readonly LoadedSchedule[];
}

/**
 * Reads the schema, the plans, the mails and the schedules of an app.
 * @throws {UsageError} that shows every Problem of them
 */
export async function readApp(places: Places, root = '.'): Promise<App> {
  const sources = readServedSources(places.schema, root);
  const { model, problems } = readModel(sources);
  const { plans, problems: planProblems } = readPlansFile(join(root, places.plans));
  const { templates: mails, problems: mailProblems } = readMailFiles(places.mails, root);
  const { schedules, problems: scheduleProblems } = await loadSchedules(join(root, places.schedules));
  const errors = [...problems, ...planProblems, ...mailProblems, ...scheduleProblems].filter(
    ({ severity }) => severity === 'error',
  );
  if (errors.length > 0) throw new UsageError(printProblems(errors, sources).trimEnd());
  return { model, plans, mails, schedules };
}

/** The custom fields of a type that the owner's resolvers answer: those that they must answer, and those that they may. */
export interface OwnFields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Returns the fields by type that the owner's resolvers answer: custom fields without those of the platform. */
export function ownFields(model: Model): ReadonlyMap<string, OwnFields> {
  const optional = optionalFields(model);
  const fields = unanswered(customFields(model), platformResolversFor(model));
  return new Map(
    [...fields].map(([type, names]) => {
      const isOptional = (name: string): boolean => optional.get(type)?.includes(name) ?? false;
      return [
        type,
        { required: names.filter((name) => !isOptional(name)), optional: names.filter(isOptional) },
      ];
    }),
  );
}
