import {
  openControl,
  type Archives,
  type FileObjects,
  type Files,
  type Send,
} from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import type { JobParts } from '../../src/platform/index.ts';

/** A process that dies after so many calls of a table or an archive. */
export interface CutOff {
  readonly parts: JobParts;
  /** The site of each call, the call that failed included: the phase of the job, the command and the table. */
  readonly sites: readonly string[];
}

/** The phase, or the section of an export, that a job saves as its state. */
const PHASE = /"(?:phase|section)":"?(\w+)/;

export function cutOff(parts: JobParts, calls: number): CutOff {
  const sites: string[] = [];
  let phase = 'begin';
  const spend = (what: string): void => {
    if (sites.push(`${phase} ${what}`) > calls) throw new Error('cut off');
  };
  const cut =
    (send: Send, table: string): Send =>
    async (command, options) => {
      spend(`${siteOf(command)} ${table}`);
      const output = await send(command, options);
      if (table === 'control') phase = PHASE.exec(JSON.stringify(command.input))?.[1] ?? phase;
      return output;
    };
  const controlSend = cut(parts.controlSend, 'control');
  const { archives } = parts.platform;
  const cutFiles = (files: Files): Files => ({
    write: async (name, bytes) => {
      spend('write archive');
      return files.write(name, bytes);
    },
    read: async (name) => {
      spend('read archive');
      return files.read(name);
    },
    list: async (folder, page) => {
      spend('list archive');
      return files.list(folder, page);
    },
    remove: async (folder, most) => {
      spend('remove archive');
      return files.remove(folder, most);
    },
  });
  const cutArchives: Archives = {
    ...archives,
    of: (scope) => cutFiles(archives.of(scope)),
    uploads: cutFiles(archives.uploads),
  };
  /** Counts the calls on the bucket of files. A list spends one call for each of its pages. */
  const cutObjects = (objects: FileObjects): FileObjects =>
    new Proxy(objects, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]): unknown => {
          spend(`${String(name)} files`);
          return Reflect.apply(method, target, given);
        };
      },
    });
  const { filesOf } = parts.platform;
  const platform = {
    ...parts.platform,
    control: openControl(controlSend),
    archives: cutArchives,
    filesOf: (scope: Parameters<typeof filesOf>[0]) => cutObjects(filesOf(scope)),
  };
  const sendOf: JobParts['sendOf'] = (scope, isolation) =>
    cut(parts.sendOf(scope, isolation), isolation ?? 'data');
  const realtimeSendOf: JobParts['realtimeSendOf'] = (scope) => cut(parts.realtimeSendOf(scope), 'realtime');
  return { parts: { ...parts, platform, sendOf, realtimeSendOf, controlSend }, sites };
}

/** Returns the command with the index of a query and the kinds of the items of a transaction. */
function siteOf({ name, input }: Command): string {
  const index = 'IndexName' in input ? ` ${input.IndexName}` : '';
  if (!('TransactItems' in input)) return `${name}${index}`;
  const kinds = input.TransactItems.flatMap((item) => Object.keys(item));
  return `${name}(${[...new Set(kinds)].sort().join(', ')})`;
}
