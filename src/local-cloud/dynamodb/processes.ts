import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A process, told apart from a later one that got the same id. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in clock ticks since boot; null where there is no /proc. */
  readonly startedAt: string | null;
}

/** Marks a process that runs now. */
export function markOf(pid: number): ProcessMark {
  return { pid, startedAt: startOf(pid) };
}

/** Says whether a marked process still runs. */
export function isAlive({ pid, startedAt }: ProcessMark): boolean {
  try {
    process.kill(pid, 0);
  } catch (problem) {
    // EPERM: it is there, but belongs to someone else.
    if ((problem as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === startedAt;
}

/**
 * Says whether a process surely is the emulator that serves a database file.
 * Where there is no /proc nobody can be sure, so that the answer is no.
 */
export function servesDatabase(pid: number, dbPath: string): boolean {
  const file = `/proc/${pid}/cmdline`;
  if (!existsSync(file)) return false;
  try {
    const [binary = '', ...args] = readFileSync(file, 'utf8').split('\0');
    return basename(binary) === 'dynoxide' && args[args.indexOf('--db-path') + 1] === dbPath;
  } catch {
    return false;
  }
}

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); a zombie has ended and so has no start. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces and parentheses itself.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'ended' : (fields[18] ?? null);
  } catch {
    return null;
  }
}
