import { localLog, type LocalLog } from '../../src/cli/start/local-log.ts';
import type { LogEntry } from '../../src/server/index.ts';

interface Rig {
  readonly log: LocalLog;
  readonly out: string[];
  readonly err: string[];
}

function rig(options: Partial<Parameters<typeof localLog>[0]>, isTTY = false): Rig {
  const [out, err]: [string[], string[]] = [[], []];
  const stdout = { isTTY, write: (text: string) => out.push(text) };
  const stderr = { isTTY, write: (text: string) => err.push(text) };
  const log = localLog({ quiet: false, json: false, log: null, ...options }, { stdout, stderr });
  return { log, out, err };
}

const request = {
  level: 'info',
  message: 'request',
  requestId: 'r-1',
  operation: 'query',
  ms: 1,
  calls: 0,
} as const;
const thrown: LogEntry = {
  level: 'error',
  message: 'internal error',
  requestId: 'r-1',
  error: 'Error',
  reason: 'boom',
};
const open = ({ log }: Rig): void => {
  log.open(() => undefined);
};

describe('localLog', () => {
  it('writes JSON lines when standard output is no terminal', () => {
    const written = rig({});
    open(written);
    written.log.write(request);
    written.log.write(thrown);
    expect(written.out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { time: expect.any(String) as string, ...request },
    ]);
    expect(written.err.map((line) => JSON.parse(line) as unknown)).toEqual([
      { time: expect.any(String) as string, ...thrown },
    ]);
  });

  it('writes lines to read on a terminal', () => {
    const written = rig({}, true);
    open(written);
    written.log.write(request);
    expect(written.out).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d .* query {2}1 ms, 0 calls\n$/)]);
  });

  it('writes a masked error below the line of its request', () => {
    const written = rig({ log: 'pretty' });
    open(written);
    written.log.write(thrown);
    expect(written.err).toEqual([]);
    written.log.write(request);
    expect(written.out).toHaveLength(1);
    expect(written.err).toEqual(['  Error: boom\n']);
  });

  it('writes an error whose request never gets a line once a hundred others wait', () => {
    const written = rig({ log: 'pretty' });
    open(written);
    for (let id = 0; id <= 100; id++) written.log.write({ ...thrown, requestId: `r-${id}` });
    expect(written.err).toEqual(['  Error: boom\n']);
  });

  it('writes errors at once with --quiet, and no requests', () => {
    const written = rig({ quiet: true, log: 'pretty' });
    open(written);
    written.log.write(thrown);
    written.log.write(request);
    expect([written.out, written.err]).toEqual([[], ['  Error: boom\n']]);
  });

  it('writes JSON with --json on a terminal too, and errors only', () => {
    const written = rig({ json: true }, true);
    open(written);
    written.log.write(request);
    written.log.write(thrown);
    expect([written.out.length, written.err.length]).toEqual([0, 1]);
    expect(JSON.parse(written.err[0] ?? '')).toMatchObject({ message: 'internal error' });
  });

  it('writes no requests before it is open', () => {
    const written = rig({});
    written.log.write(request);
    expect(written.out).toEqual([]);
  });
});
