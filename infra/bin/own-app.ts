import type { Model } from '../../src/model/index.ts';
import model from '../../src/generated/model.json';
import plans from '../../src/generated/plans.json';
import type { DeployedApp } from '../lib/stage.ts';
import { stages } from '../stages.ts';

/** What the commands deploy. The rest of infra/ gets it from them, so that its tests may deploy another app. */
export const ownApp: DeployedApp = { model: model as unknown as Model, plans, stages };
