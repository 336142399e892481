import type { Model } from '../../src/model/index.ts';
import model from '../../test/fixture/generated/model.json';
import plans from '../../test/fixture/generated/plans.json';
import schedules from '../../test/fixture/generated/schedules.json';
import type { DeployedApp } from '../lib/stage.ts';

/** The app that tests deploy, with stages of its own. */
export const fixtureApp: DeployedApp = {
  model: model as unknown as Model,
  plans,
  schedules,
  stages: { prod: { warm: 2, monthlyBudget: 500 }, staging: {} },
};
