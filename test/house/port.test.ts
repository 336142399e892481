import { readdirSync, readFileSync } from 'node:fs';

const PORT = 'src/store/port';
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
});
