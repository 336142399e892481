import { sweepRestFuzz } from '../sweeps/rest-fuzz.ts';

sweepRestFuzz('quick');
