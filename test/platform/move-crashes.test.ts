import { sweepMove } from '../sweeps/move.ts';

sweepMove('quick');
