import type { StageSettings } from './lib/stage.ts';

/** Yours: the stages that have a name, with what each has in place of the standard. Any other name is for trying out. */
export const stages: Readonly<Record<string, StageSettings>> = {
  prod: { warm: 2, monthlyBudget: 500 },
  staging: {},
};
