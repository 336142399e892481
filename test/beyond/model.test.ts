import { fuzzModel } from '../sweeps/model.ts';

fuzzModel(8);
