import { printSchema } from 'graphql';
import { parseArgs } from 'node:util';

import { readModel } from '../../model/index.ts';
import { compile } from '../../engine/index.ts';
import { readSources } from '../schema-sources.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { compat: { type: 'boolean', default: false } },
});
const { model } = readModel(readSources(positionals[0] ?? 'schema/app'));
process.stdout.write(`${printSchema(compile(model, {}, { compat: values.compat }))}\n`);
