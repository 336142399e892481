import { loadPlane } from './load-app.ts';

/** The model of the operator plane as data. */
export const plugin = (): string => `${JSON.stringify(loadPlane('schema/operator').model, null, 1)}\n`;
