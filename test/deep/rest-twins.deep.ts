import { sweepRestTwins } from '../sweeps/rest-twins.ts';

sweepRestTwins('deep');
