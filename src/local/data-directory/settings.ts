import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { UsageError } from '../../app/index.ts';
import type { SchemaState } from '../../migrate/index.ts';

/** The settings of a data directory, in addition to users and rows. */
export interface Settings {
  /** Part of the names of its tables, so that several directories can share one DynamoDB. */
  readonly id: string;
  /** Secret that seals cursors, so that they stay valid after a restart. */
  readonly cursorSecret: string;
  /** Hashes of the applied seeds, so that a row which a user deleted is not created again. */
  readonly seeds: readonly string[];
  /** Tenants with a silo table, as the list `silos` of a stage on AWS. Absent means none. */
  readonly silos?: readonly string[];
  /** The form of the stored rows. Absent means the first one: with the names of types in their keys. */
  readonly format?: number;
  /** The schema of the stored rows. Absent before the first start. */
  readonly schema?: SchemaState;
}

/** The form in which rows are stored: with the numbers of types in their keys. */
export const FORMAT = 2;

/**
 * Opens the settings of a data directory, and creates them on first use.
 * @throws {UsageError} if they cannot be read
 */
export function openSettings(data: string): { settings: Settings; save: (changed: Settings) => void } {
  mkdirSync(data, { recursive: true });
  const file = join(data, SETTINGS);
  const save = (changed: Settings): void => {
    const written = openSync(`${file}.new`, 'w', 0o600);
    try {
      writeFileSync(written, JSON.stringify(changed, null, 2));
      // Without it, a crash of the machine can leave the new name with no content.
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
    renameSync(`${file}.new`, file);
  };
  const known = read(file);
  const settings = known ?? {
    id: randomBytes(4).toString('hex'),
    cursorSecret: randomBytes(32).toString('base64url'),
    seeds: [],
    format: FORMAT,
  };
  if (!known) save(settings);
  return { settings, save };
}

/** Deletes the settings, users, archives and waiting changes of a data directory. New settings use new table names. */
export function resetSettings(data: string): void {
  for (const name of [SETTINGS, USERS, OPERATORS, BUCKETS, STREAMS, FILE_EVENTS, EVENTS, MAILBOX])
    rmSync(join(data, name), { recursive: true, force: true });
}

const SETTINGS = 'settings.json';

/** File of the events about tenants, which a bus gets on AWS. */
export const EVENTS = 'events.jsonl';

/** File of the changes that wait for their delivery. */
export const STREAMS = 'streams.jsonl';

/** File of the events of files that wait for their delivery. */
export const FILE_EVENTS = 'file-events.jsonl';

/** File of the mails that would be sent. */
export const MAILBOX = 'mailbox.jsonl';

/** Folder of the buckets in the data directory. */
export const BUCKETS = 's3';

/** Folder of the certificate and its private key. A browser that trusts it trusts it after `--reset` too. */
export const TLS = 'tls';

/** Files of the user pools in the data directory. */
export const USERS = 'cognito.json';
export const OPERATORS = 'operators.json';

function read(file: string): Settings | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Settings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(
      `The file "${file}" is damaged. Restore it from a copy of the directory, or start with --reset, which deletes all data.`,
    );
  }
}
