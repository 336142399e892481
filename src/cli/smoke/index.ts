export { smoke } from './smoke.ts';
