import { expectProblems, read, readAnyway, task } from './harness.ts';

describe('readModel on features that only Amplify supports', () => {
  it.each([
    ['input AMPLIFY { a: Int }', 'unsupported-definition'],
    ['schema { query: Root }', 'unsupported-definition'],
    ['extend schema { mutation: Query }', 'unsupported-definition'],
    ['directive @mine on OBJECT', 'unsupported-definition'],
    ['query { a }', 'unsupported-definition'],
    ['scalar Money', 'unsupported-scalar'],
  ])('rejects %s', (sdl, code) => {
    expectProblems(task('id: ID!') + sdl, [`4 ${code}`]);
  });

  it('accepts a schema block that names the root types as they are named anyway', () => {
    read(`schema { query: Query mutation: Mutation subscription: Subscription } ${task('id: ID!')}`);
  });

  it.each([
    'searchable',
    'http',
    'function',
    'predictions',
    'sql',
    'mapsTo',
    'refersTo',
    'generation',
    'conversation',
    'key',
    'connection',
    'versioned',
    'aws_api_key',
    'aws_iam',
    'aws_oidc',
    'aws_lambda',
  ])('rejects @%s with a hint and keeps the type', (name) => {
    const sdl = task('id: ID!', `@${name}(whatever: 1)`);
    expectProblems(sdl, ['1 unsupported-directive']);
    expect(readAnyway(sdl).models['Task']).toBeDefined();
  });

  it('accepts a source that repeats the declarations of schema/aws.graphql', async () => {
    const { prelude, readModel } = await import('../../src/model/index.ts');
    const sources = [
      { file: 'aws.graphql', text: prelude },
      { file: 'schema.graphql', text: task('due: AWSDate') },
    ];
    expect(readModel(sources).problems).toEqual([]);
  });
});
