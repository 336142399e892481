import type { Directory } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import type { CustomResolvers } from '../engine/index.ts';
import type { MailTemplates, Plans } from '../platform/index.ts';
import type { Control, Cursors, DynamoOptions, SendOf } from '../store/index.ts';
import type { Cognito } from '../local-cloud/cognito/index.ts';
import type { LoadedSchedule, Seed } from '../app/index.ts';
import type { LocalIam, Settings } from './data-directory/index.ts';

/** What the laptop serves: the files of the user, read and checked. */
export interface App {
  readonly model: Model;
  readonly resolvers: CustomResolvers;
  readonly schedules: readonly LoadedSchedule[];
  readonly plans: Plans;
  readonly mails: MailTemplates;
  readonly seed: Seed;
}

/** What stays while one app replaces another. */
export interface Ground {
  /** The data directory. */
  readonly data: string;
  /** The connection by which tables are made: no role makes them, as on AWS. */
  readonly dynamo: DynamoOptions;
  readonly iam: LocalIam;
  readonly cognito: Cognito;
  readonly operators: Cognito;
  readonly cursors: Cursors;
  /** With the role of the function `work`. */
  readonly control: Control;
  readonly directory: Directory;
  readonly sendOf: SendOf;
  /** Hears what was done to rows that another schema had written, and what is wrong with them. */
  readonly note: (line: string, severity: 'info' | 'problem') => void;
}

/** Returns all tenants that must have a silo table from now on. */
export function silosOf(
  known: Settings,
  { seed, silos = [] }: { readonly seed: Seed; readonly silos?: readonly string[] },
): readonly string[] {
  const seeded = seed.tenants.filter(({ isolation }) => isolation === 'SILO').map(({ id }) => id);
  return [...new Set([...(known.silos ?? []), ...seeded, ...silos])];
}
