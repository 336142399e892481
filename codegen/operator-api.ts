import { printSchema } from 'graphql';

import { loadPlane } from './load-app.ts';

/** The API of the operator plane. */
export const plugin = (): string => `${printSchema(loadPlane('schema/operator').schema)}\n`;
