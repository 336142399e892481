import { sweepMove } from '../sweeps/move.ts';

sweepMove('deep');
