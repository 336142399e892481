import { spawn } from 'node:child_process';

/**
 * Makes sure that no process of a group outlives this process, however it ends: Jest fires no exit hooks in a
 * test. A shell waits for the end of its standard input and then kills the group. Returns a function that kills it now.
 */
export function guardGroup(group: number): () => void {
  const line = 'read -r _; kill -s KILL -- "-$1"';
  const guard = spawn('/bin/sh', ['-c', line, 'sh', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  return () => {
    guard.stdin.end();
  };
}
