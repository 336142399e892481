import { lintMessages } from './lint-messages.ts';

const IMPORT = "import { jobScope } from '../tenant/index.ts';";
const NULL = "export const scope = jobScope(directory, 'acme', 'why', null);";
const NOTHING = "export const scope = jobScope(directory, 'acme', 'why', () => undefined);";
const RECORDED = "export const scope = jobScope(directory, 'acme', 'why', (entry) => { log(entry); });";
const ELSEWHERE = 'Only lambda/, migrate/, local/ and cli/ open the scope of a job.';
const UNRECORDED =
  'Record the scope of a job. Only the files that eslint.config.mjs lists go without, and say why.';

describe('lint', () => {
  it('lets only the rooms that run jobs open a scope for one', () => {
    const rooms = ['model', 'store', 'engine', 'platform', 'server', 'lambda', 'migrate', 'local'];
    const found = lintMessages(rooms.map((room) => ({ file: `src/${room}/tried.ts`, code: IMPORT })));
    const allowed = rooms.filter((_room, at) => !found[at]?.includes(ELSEWHERE));
    expect(allowed).toEqual(['lambda', 'migrate', 'local']);
  });

  it('refuses the scope of a job without a record, except in the files that it lists', () => {
    const files = ['src/lambda/tried.ts', 'src/migrate/apply-on-aws.ts', 'src/local/apply-seed.ts'];
    const found = lintMessages(
      files.flatMap((file) => [NULL, NOTHING, RECORDED].map((code) => ({ file, code }))),
    );
    expect(found).toEqual([[UNRECORDED], [UNRECORDED], [], [UNRECORDED], [UNRECORDED], [], [], [], []]);
  });
});
