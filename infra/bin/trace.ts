import { text } from 'node:stream/consumers';

import { FUNCTIONS, type FunctionName } from '../../src/lambda/function-names.ts';
import { bundle, mapsOf } from '../bundle.ts';
import { traced } from '../lib/trace.ts';
import { run } from './command.ts';

/** Runs `npm run trace -- FUNCTION < STACK`: prints a stack of a function's log with its places in the sources. */
run(async () => {
  const [name, ...others] = process.argv.slice(2);
  if (!isFunction(name) || others.length > 0)
    throw new Error(`Use: npm run trace -- FUNCTION < STACK, with one of ${FUNCTIONS.join(', ')}.`);
  // A map of another state of the sources would name wrong places.
  await bundle();
  process.stdout.write(traced(await text(process.stdin), mapsOf(name)));
});

function isFunction(name: string | undefined): name is FunctionName {
  return FUNCTIONS.some((one) => one === name);
}
