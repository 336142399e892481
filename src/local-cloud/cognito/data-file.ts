import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A state in memory with a copy on disk. */
export interface DataFile<State> {
  readonly state: State;
  /** Resolves when the state at the time of the call is on disk. Writes nothing if nothing has changed. */
  readonly save: () => Promise<void>;
}

/**
 * Opens a JSON file. Each save writes a temporary file and renames it, one at a time. So a process that is
 * killed leaves the last complete state. `path: null` keeps the state in memory only.
 *
 * The file contains secrets, so only its owner may read it. Only one process may open it.
 */
export async function openDataFile<State>(
  path: string | null,
  parse: (json: unknown) => State,
  create: () => Promise<State>,
): Promise<DataFile<State>> {
  if (path === null) return { state: await create(), save: () => Promise.resolve() };
  const found = await read(path);
  const state = found === null ? await create() : parse(jsonOf(path, found));
  let written = found;
  let last = Promise.resolve();
  const write = async () => {
    const text = JSON.stringify(state);
    if (text === written) return;
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    await writeFile(temporary, text, { mode: 0o600, flush: true });
    await rename(temporary, path);
    written = text;
  };
  const save = () => (last = last.catch(() => undefined).then(write));
  await save();
  return { state, save };
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `"${path}" is not a data file of the local user pool; move it away to start with an empty pool.`,
    );
  }
}
