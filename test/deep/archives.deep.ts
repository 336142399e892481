import { sweepArchives } from '../sweeps/archives.ts';

sweepArchives(200);
