import { sweepBackground } from '../sweeps/background.ts';

sweepBackground('quick');
