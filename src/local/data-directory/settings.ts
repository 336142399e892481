import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SchemaState } from '../../migrate/index.ts';

/** What a data directory remembers beside users and rows. */
export interface Settings {
  /** Names its tables, so that several directories can share one DynamoDB endpoint. */
  readonly id: string;
  /** Seals the cursors, so that they outlive a restart. */
  readonly cursorSecret: string;
  /** Digests of the seeds that were planted, so that a row that someone deleted does not come back. */
  readonly seeds: readonly string[];
  /** Tenants that have a table of their own, as the list `silos` of a stage has them on AWS; absent: none. */
  readonly silos?: readonly string[];
  /** How its rows are stored; absent before the first start. */
  readonly schema?: SchemaState;
}

/** Opens the settings of a data directory, made at its first use. */
export function openSettings(data: string): { settings: Settings; save: (changed: Settings) => void } {
  mkdirSync(data, { recursive: true });
  const file = join(data, SETTINGS);
  const save = (changed: Settings): void => {
    writeFileSync(`${file}.new`, JSON.stringify(changed, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  const known = read(file);
  const settings = known ?? {
    id: randomBytes(4).toString('hex'),
    cursorSecret: randomBytes(32).toString('base64url'),
    seeds: [],
  };
  if (!known) save(settings);
  return { settings, save };
}

/** Forgets the settings, the users and the archives of a data directory. The tables go with their names. */
export function resetSettings(data: string): void {
  for (const name of [SETTINGS, USERS, OPERATORS, BUCKETS])
    rmSync(join(data, name), { recursive: true, force: true });
}

const SETTINGS = 'settings.json';

/** The folder of the buckets, in the data directory. */
export const BUCKETS = 's3';

/** The files of the user pools, in the data directory. */
export const USERS = 'cognito.json';
export const OPERATORS = 'operators.json';

function read(file: string): Settings | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Settings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
