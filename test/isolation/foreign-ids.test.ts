import { sweepForeignIds } from '../sweeps/foreign-ids.ts';

sweepForeignIds('quick');
