import { printSchema } from 'graphql';

import { loadApp } from './load-app.ts';

/** The API as clients see it. In a pull request its diff is the change of the API. */
export const plugin = (): string => `${printSchema(loadApp().schema)}\n`;
