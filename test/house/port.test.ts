import { readdirSync, readFileSync } from 'node:fs';

const PORT = 'src/store/port';
const CONTRACT = 'test/store/contract';
/** Words of one store, and of its keys. */
const DYNAMO =
  /dynamo|BatchGet|TransactWrite|\bGSI|\bgsi\d|\bT#|\b[A-Z]+#|control table|table of keys|partition|\bpk\b|\bsk\b|\bSDK\b/i;

describe('the port of the store', () => {
  it.each(readdirSync(PORT))('has no word of DynamoDB in %s', (name) => {
    expect(readFileSync(`${PORT}/${name}`, 'utf8')).not.toMatch(DYNAMO);
  });

  it('is all that engine/ imports of the store', () => {
    const files = readdirSync('src/engine', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const imports = files.flatMap((name) => [
      ...readFileSync(`src/engine/${name}`, 'utf8').matchAll(/from '[./]+\/store\/([^']+)'/g),
    ]);
    expect(new Set(imports.map(([, path]) => path))).toEqual(new Set(['port/index.ts']));
  });

  it('is all that the contract of a store imports of the sources, with the model and the tenant', () => {
    const files = readdirSync(CONTRACT).filter((name) => !name.endsWith('.test.ts'));
    const paths = [
      ...files.map((name) => `${CONTRACT}/${name}`),
      'test/store/sample-types.ts',
      'test/model/harness.ts',
      'test/sweeps/rounds.ts',
    ];
    const imports = paths.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g)]);
    const foreign = imports.map(([, path = '']) => path).filter((path) => !path.startsWith('./'));
    expect(new Set(foreign)).toEqual(
      new Set([
        '../../../src/model/index.ts',
        '../../../src/store/port/index.ts',
        '../../spellings.ts',
        '../../sweeps/rounds.ts',
        '../../src/model/index.ts',
        '../../model/harness.ts',
        '../sample-types.ts',
      ]),
    );
  });
});
