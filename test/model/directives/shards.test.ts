import { expectProblems, read } from '../harness.ts';

const model = (args: string) => `type Task @model${args} @auth(rules: [{ allow: private }]) { id: ID! }`;

describe('@model(shards:)', () => {
  it('leaves a type without it in one partition', () => {
    const type = read(model('')).models['Task'];
    expect(type).not.toHaveProperty('shards');
    expect(read(model('(shards: 1)')).models['Task']).toEqual(type);
  });

  it.each([
    ['(shards: 2)', { shards: 2 }],
    ['(shards: 64, formerShards: 1)', { shards: 64, formerShards: 1 }],
    ['(formerShards: 8)', { formerShards: 8 }],
  ])('with %s spreads the rows', (args, shards) => {
    expect(read(model(args)).models['Task']).toMatchObject(shards);
  });

  it.each(['(shards: 0)', '(shards: 65)', '(shards: -2)', '(shards: 2, formerShards: 0)'])(
    'refuses %s',
    (args) => {
      const [problem] = expectProblems(model(args), ['1 invalid-argument']);
      expect(problem?.hint).toBe('Write a number from 1 to 64.');
    },
  );

  it.each(['(shards: 8, formerShards: 8)', '(formerShards: 1)'])('refuses %s as no change', (args) => {
    expectProblems(model(args), ['1 invalid-argument']);
  });
});
