import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

import { byName } from '../src/app/index.ts';
import { infoOfSchedules } from '../src/engine/index.ts';
import { keepSlots, type Model } from '../src/model/index.ts';

import type { App } from './app.ts';
import { customFile } from './files/custom.ts';
import { modelsFile } from './files/models.ts';
import { schedulesFile } from './files/schedules.ts';
import type { Places } from './places.ts';

/** The texts of generated files by their paths, which are relative to the root. */
export type Files = Readonly<Record<string, string>>;

/** Makes the generated files that cost nothing to make. Indexes keep the slots that they have in the model `before`. `root` is the folder of the places. */
export function modelFiles(
  { model, plans, mails, schedules }: App,
  places: Places,
  { before, root }: { readonly before: Model | null; readonly root: string },
): Files {
  const { generated } = places;
  const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  return {
    // So that the Lambda parses no SDL at a cold start.
    [`${generated}/model.json`]: json(keepSlots(model, before)),
    // Checked and completed, so that the Lambda checks nothing at a cold start.
    [`${generated}/plans.json`]: json(plans),
    // Checked, so that the Lambda checks nothing.
    [`${generated}/mails.json`]: json(mails),
    // What a function that runs none of them knows of the schedules.
    [`${generated}/schedules.json`]: json(infoOfSchedules(byName(schedules))),
    [`${generated}/schedules.ts`]: schedulesFile(schedules, {
      rooms: posix.relative(generated, 'src'),
      schedules: posix.relative(generated, places.schedules),
    }),
    [`${generated}/models.ts`]: modelsFile(model, posix.relative(generated, 'src')),
    [`${generated}/custom.ts`]: customFile(model, {
      rooms: posix.relative(generated, 'src'),
      resolvers: posix.relative(generated, places.resolvers),
      isWritten: (type) => existsSync(join(root, places.resolvers, `${type}.ts`)),
    }),
  };
}
