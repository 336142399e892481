import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openFileWatch, type FileWatch } from '../../src/cli/start/watch-files.ts';

let folder: string;
let watch: FileWatch;

const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantql-watch-'));
  mkdirSync(join(folder, 'schema'));
  write('schema/task.graphql', 'type Task');
  write('plans.json', '{}');
  watch = openFileWatch(() => [
    join(folder, 'schema'),
    join(folder, 'plans.json'),
    join(folder, 'resolvers'),
  ]);
});

afterEach(() => {
  watch.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits for the next changes, as names below the folder. */
async function changes(): Promise<string[]> {
  const changed = await watch.next();
  return (changed ?? []).map((file) => file.slice(folder.length + 1).replaceAll('\\', '/'));
}

describe('openFileWatch', () => {
  it('names a file that was written before anyone waited', async () => {
    write('schema/task.graphql', 'type Task { id: ID! }');
    expect(await changes()).toEqual(['schema/task.graphql']);
  });

  it('names files that are saved together once', async () => {
    const next = changes();
    write('schema/task.graphql', 'type Task { id: ID! }');
    write('plans.json', '{ "plans": {} }');
    expect(await next).toEqual(['plans.json', 'schema/task.graphql']);
  });

  it('notices a file that an editor replaces by a rename', async () => {
    const next = changes();
    write('plans.json.tmp', '{ "plans": {} }');
    renameSync(join(folder, 'plans.json.tmp'), join(folder, 'plans.json'));
    expect(await next).toEqual(['plans.json']);
    write('plans.json.tmp', '{ "plans": { } }');
    renameSync(join(folder, 'plans.json.tmp'), join(folder, 'plans.json'));
    expect(await changes()).toEqual(['plans.json']);
  });

  it('notices files that appear, move and disappear, in new folders too', async () => {
    mkdirSync(join(folder, 'schema/more'));
    write('schema/more/note.graphql', 'type Note');
    expect(await changes()).toEqual(['schema/more/note.graphql']);
    renameSync(join(folder, 'schema/more/note.graphql'), join(folder, 'schema/note.graphql'));
    expect(await changes()).toEqual(['schema/more/note.graphql', 'schema/note.graphql']);
    rmSync(join(folder, 'schema/note.graphql'));
    expect(await changes()).toEqual(['schema/note.graphql']);
  });

  it('notices a folder that was missing', async () => {
    mkdirSync(join(folder, 'resolvers'));
    write('resolvers/Query.ts', 'export const Query = {};');
    expect(await changes()).toEqual(['resolvers/Query.ts']);
  });

  it('ignores files that are not part of an app, and a save without a change', async () => {
    write('schema/.#task.graphql', 'lock');
    write('schema/task.graphql~', 'backup');
    write('schema/task.graphql', 'type Task');
    const next = changes();
    write('plans.json', '{ "plans": {} }');
    expect(await next).toEqual(['plans.json']);
  });

  it('answers null once it is stopped', async () => {
    const next = watch.next();
    watch.stop();
    expect(await next).toBeNull();
  });
});
