import type { StageSettings } from './lib/stage.ts';

/**
 * Yours: the named stages, each with the settings that differ from the standard. Any other name is a stage for trying
 * out.
 */
export const stages: Readonly<Record<string, StageSettings>> = {
  prod: { warm: 2, monthlyBudget: 500 },
  staging: {},
};
