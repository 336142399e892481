/** Runs Jest with variables of the environment, in any shell: `node test/run-jest.mjs NAME=value … [PATH …]`. */
import { run } from 'jest';

const words = process.argv.slice(2);
const isVariable = (word) => /^[A-Z_]+=/.test(word);
for (const word of words.filter(isVariable)) {
  const [name] = word.split('=', 1);
  process.env[name] = word.slice(name.length + 1);
}
await run(words.filter((word) => !isVariable(word)));
