import type { StageSettings } from './lib/stage.ts';

export const stages: Readonly<Record<string, StageSettings>> = {
  live: { warm: 1, tiers: { solo: { rate: 100, burst: 50 } } },
};
