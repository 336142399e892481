import type { App } from '../../local/index.ts';

import { OWN_APP } from '../../../codegen/places.ts';
import { fromHere } from './from-here.ts';
import type { StartOptions } from './options.ts';

/** Writes the generated files of an app that are not what `npm run codegen` would write. Returns their paths. */
export async function writeGenerated(app: App, options: StartOptions): Promise<readonly string[]> {
  const { schema, plans, resolvers, schedules, generated } = options;
  if (generated === null) return [];
  // graphql-codegen loads slowly, so the first start must not wait for it.
  const [{ appFiles }, { writeFiles }] = await Promise.all([
    import('../../../codegen/app-files.ts'),
    import('../../../codegen/write-files.ts'),
  ]);
  const places = {
    schema,
    plans,
    mails: OWN_APP.mails,
    resolvers: fromHere(resolvers ?? 'src/resolvers'),
    schedules: fromHere(schedules ?? 'src/schedules'),
    generated: fromHere(generated),
  };
  return writeFiles(await appFiles(app, places));
}
