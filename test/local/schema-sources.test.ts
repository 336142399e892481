import { resolve } from 'node:path';

import { readServedSources } from '../../src/app/schema-sources.ts';
import { FIXTURE } from '../../codegen/places.ts';

describe('the sources that are served', () => {
  const files = (path: string, root?: string): readonly (readonly [string, boolean | undefined])[] =>
    readServedSources(path, root).map(({ file, platform }) => [file, platform]);

  test('begin with those of the platform, and are marked as such', () => {
    const served = files(FIXTURE.schema);
    expect(served).toContainEqual(['schema/platform/me.graphql', true]);
    expect(served).toContainEqual([`${FIXTURE.schema}/task.graphql`, undefined]);
  });

  test('are the same by a relative path, by an absolute path and below a root', () => {
    const served = files(FIXTURE.schema);
    expect(files(resolve(FIXTURE.schema))).toEqual(served);
    expect(files(FIXTURE.schema, process.cwd())).toEqual(served);
  });
});
