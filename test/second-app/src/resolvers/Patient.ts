import type { CustomPatient } from '../generated/resolvers.ts';

export const Patient: CustomPatient = {
  age({ bornOn }, { on }) {
    const years = Number(on.slice(0, 4)) - Number(bornOn.slice(0, 4));
    return on.slice(5) < bornOn.slice(5) ? years - 1 : years;
  },
};
