/** Waits for the end of its standard input, and then kills the process, or the group `-PID`, that its argument names. */
process.stdin.resume().on('end', () => {
  try {
    process.kill(Number(process.argv[2]), 'SIGKILL');
  } catch {
    // It has ended.
  }
});
