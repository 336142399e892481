import { openFreshModules, UsageError, type FreshModules } from '../../app/index.ts';
import type { App } from '../../local/index.ts';

import { OWN_APP } from '../../../codegen/places.ts';
import { fromHere } from './from-here.ts';
import { seedFile, type StartOptions } from './options.ts';
import { readApp } from './read-app.ts';
import { openFileWatch, type FileWatch } from './watch-files.ts';

/** What became of a change. */
export type Change = {
  /** The files, relative to the working directory. */
  readonly files: readonly string[];
} & (
  | {
      readonly is: 'served';
      readonly ms: number;
      /** Whether the change before was refused. */ readonly fixed: boolean;
    }
  /** The old app is still served. */
  | { readonly is: 'refused'; readonly problems: string }
);

export interface ChangeOptions {
  readonly start: StartOptions;
  /** Serves an app. It rejects if the app cannot be served. */
  readonly replace: (app: App) => Promise<void>;
  /** Writes the types of an app; runs after it is served. */
  readonly writeTypes: (app: App) => Promise<void>;
  /** Hears of every change, in order. */
  readonly onChange: (change: Change) => void;
  /** Hears of warnings in an app that is served. */
  readonly onReport: (report: string) => void;
}

/** The files of an app, watched, and its modules. */
export interface WatchedApp {
  readonly modules: FreshModules;
  readonly watch: FileWatch;
}

/** Begins to watch an app, before it is read: a change in between is a change. */
export function watchApp(options: StartOptions): WatchedApp {
  const modules = openFreshModules();
  const { schema, plans, resolvers, schedules } = options;
  const folders = [resolvers, schedules].flatMap((folder) => folder ?? []);
  const fixed = [schema, plans, OWN_APP.mails, ...folders];
  return {
    modules,
    watch: openFileWatch(() => [...new Set([...fixed, seedFile(options), ...modules.files()])]),
  };
}

/** Serves each change of an app until the watch is stopped. A mistake leaves the app that is served as it is. */
export async function serveChanges({ modules, watch }: WatchedApp, options: ChangeOptions): Promise<void> {
  const { start, replace, writeTypes, onChange, onReport } = options;
  let isBroken = false;
  for (let changed = await watch.next(); changed; changed = await watch.next()) {
    const began = performance.now();
    const files = [...new Set(changed.map(fromHere))];
    try {
      modules.forget();
      const { app, report } = await readApp(start, modules.load);
      if (!app) {
        isBroken = true;
        onChange({ files, is: 'refused', problems: report });
        continue;
      }
      onReport(report);
      await replace(app);
      onChange({ files, is: 'served', ms: Math.round(performance.now() - began), fixed: isBroken });
      isBroken = false;
      await writeTypes(app);
    } catch (error) {
      isBroken = true;
      onChange({ files, is: 'refused', problems: `${describe(error)}\n` });
    }
  }
}

function describe(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
