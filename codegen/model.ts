import { loadApp } from './load-app.ts';

/** The model as data, so that the Lambda parses no SDL at a cold start. */
export const plugin = (): string => `${JSON.stringify(loadApp('schema/app').model, null, 1)}\n`;
