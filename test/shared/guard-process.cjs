/**
 * Reads lines `guard PID` and `release PID` from its standard input. At the end of it, when the process behind it has
 * ended, it kills every process, or group `-PID`, that is guarded.
 */
const { createInterface } = require('node:readline');

const guarded = new Set();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [word, target] = line.split(' ');
    if (word === 'guard') guarded.add(Number(target));
    else guarded.delete(Number(target));
  })
  .on('close', () => {
    for (const target of guarded) {
      try {
        process.kill(target, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  });
