import type { Model } from '../../src/model/index.ts';
import model from '../../src/generated/model.json';
import plans from '../../src/generated/plans.json';
import schedules from '../../src/generated/schedules.json';
import type { DeployedApp } from '../lib/stage.ts';
import { stages } from '../stages.ts';

/** The app that the commands deploy. They pass it to the rest of infra/, so that its tests can deploy another app. */
export const ownApp: DeployedApp = { model: model as unknown as Model, plans, schedules, stages };
