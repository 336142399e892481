import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tenantql-bench-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `npm run bench`. Without rivals it needs no packages but those of this repository. */
async function bench(...args: readonly string[]): Promise<{ code: unknown; out: string; errors: string }> {
  const child = spawn('npm', ['run', '--silent', 'bench', '--', ...args], { cwd: ROOT });
  const ended = once(child, 'close');
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [unknown];
  return { code, out, errors };
}

interface Row {
  readonly scenario: string;
  readonly variant: string;
  readonly calls: number;
  readonly cpu: Readonly<Record<'p25' | 'median' | 'min' | 'max', number>>;
}

describe('npm run bench', () => {
  test('prints a row for each scenario, and writes the same as JSON', async () => {
    const json = join(folder, 'results.json');
    const few = ['--rivals', '', '--rounds', '2', '--round-time', '5', '--seed', '7', '--delay', '0'];
    const { code, out, errors } = await bench('get', 'cold-authorizer', ...few, '--json', json);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toMatch(/seed 7/);
    expect(out).toMatch(/^get, 0 ms +ours /m);
    expect(out).toMatch(/^cold-authorizer +ours /m);
    const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { readonly rows: readonly Row[] };
    expect(rows.map(({ scenario, variant }) => [scenario, variant])).toEqual([
      ['get, 0 ms', 'ours'],
      ['cold-authorizer', 'ours'],
    ]);
    // A warm read of one row is one call. A cold authorizer reads the keys of the pool, too.
    expect(rows[0]?.calls).toBe(1);
    for (const { cpu } of rows) {
      expect(cpu.min).toBeGreaterThan(0);
      expect(cpu.min).toBeLessThanOrEqual(cpu.p25);
      expect(cpu.p25).toBeLessThanOrEqual(cpu.median);
      expect(cpu.median).toBeLessThanOrEqual(cpu.max);
    }
  });

  test('has a handler of each rival that it names', async () => {
    const { code, out } = await bench('--help');
    expect(code).toBe(0);
    const [, names = ''] = /measures ours alone \(([a-z,-]+)\)/.exec(out) ?? [];
    expect(names).toContain('floor');
    const missing = names.split(',').filter((name) => !existsSync(join(ROOT, `bench/rivals/${name}.ts`)));
    expect(missing).toEqual([]);
  });

  test('names the scenarios when it gets one that does not exist', async () => {
    const { code, errors } = await bench('list7');
    expect(code).toBe(1);
    expect(errors).toMatch(/There is no scenario "list7"\. There are: ping, get, list50/);
  });
});
