import { expectProblems, problemsOf, read, task } from '../harness.ts';

const model = (args: string) =>
  `type Task @model(subscriptions: ${args}) @auth(rules: [{ allow: private }]) { id: ID! }`;
const subscriptionsOf = (args: string) => read(model(args)).models['Task']?.subscriptions;

describe('@model(subscriptions:)', () => {
  it('generates one field for each event by default', () => {
    expect(read(task('id: ID!')).models['Task']?.subscriptions).toEqual({
      create: ['onCreateTask'],
      update: ['onUpdateTask'],
      delete: ['onDeleteTask'],
      replay: null,
    });
  });

  it.each([
    ['null', [[], [], []]],
    ['{ level: off, onCreate: "made" }', [[], [], []]],
    ['{ level: on }', [['onCreateTask'], ['onUpdateTask'], ['onDeleteTask']]],
    ['{ level: public }', [['onCreateTask'], ['onUpdateTask'], ['onDeleteTask']]],
    ['{ onCreate: ["made", "born"], onDelete: null }', [['made', 'born'], ['onUpdateTask'], []]],
    ['{ onCreate: ["changed"], onUpdate: ["changed"] }', [['changed'], ['changed'], ['onDeleteTask']]],
  ])('with %s names the fields of each event', (args, names) => {
    const found = subscriptionsOf(args);
    expect([found?.create, found?.update, found?.delete]).toEqual(names);
  });

  it.each([
    ['1m', 60],
    ['90s', 90],
    ['1h', 3600],
    ['24h', 86_400],
  ])('keeps events for a replay of %s', (replay, seconds) => {
    expect(subscriptionsOf(`{ replay: "${replay}" }`)?.replay).toBe(seconds);
  });

  it.each(['59s', '25h', '0h', '1 hour', 'h', '-1h', '1d', ''])('refuses to replay "%s"', (replay) => {
    const [problem] = expectProblems(model(`{ replay: "${replay}" }`), ['1 invalid-subscription']);
    expect(problem?.hint).toContain('between "1m" and "24h"');
  });

  it('refuses a name that is another field of Subscription', () => {
    const other = 'type Other @model @auth(rules: [{ allow: private }]) { id: ID! }';
    expectProblems(`${model('{ onCreate: "onUpdateOther" }')}\n${other}`, ['2 name-collision']);
    expectProblems(model('{ onCreate: "no name" }'), ['1 invalid-name']);
    expectProblems(model('{ onCreate: "toString" }'), ['1 reserved-name']);
  });
});

describe('@aws_subscribe', () => {
  const sdl = (
    field: string,
  ) => `${task('id: ID! title: String count: Int tags: [String] next: Task @hasOne')}
type Note { text: String by: Task }
type Mutation { close(id: ID!): Task! notify: Note all: [Task] }
type Subscription { ${field} }`;
  const said = (field: string) =>
    problemsOf(sdl(field)).map(({ code, message, hint, at }) => [at?.line, code, message, hint].join(' | '));

  it('names the mutations of a field, generated ones and those of the schema', () => {
    const field =
      'closed(id: ID!, tags: [String]): Task @aws_subscribe(mutations: ["close", "updateTask"]) @feature(flag: "live")';
    const found = read(sdl(`${field} notes(text: String): Note @aws_subscribe(mutations: ["notify"])`));
    expect(found.subscriptions['closed']).toMatchObject({
      mutations: ['close', 'updateTask'],
      feature: 'live',
      rules: null,
    });
    expect(found.subscriptions['notes']?.mutations).toEqual(['notify']);
  });

  it.each([
    ['a: Task', 'unsupported-subscription | Subscription.a names no mutation.'],
    ['a: Task @aws_subscribe(mutations: [])', 'unsupported-subscription | Subscription.a names no mutation.'],
    [
      'a: Task @aws_subscribe(mutations: ["createTusk"])',
      'invalid-subscription | Subscription.a names the mutation "createTusk", which does not exist. | Did you mean "createTask"?',
    ],
    [
      'a: Note @aws_subscribe(mutations: ["close"])',
      'invalid-subscription | Subscription.a is Note, but "close" answers Task!. | Declare it as "a: Task".',
    ],
    [
      'a: Task @aws_subscribe(mutations: ["all"])',
      'invalid-subscription | Subscription.a is Task, but "all" answers [Task]. | Declare it as "a: [Task]".',
    ],
    [
      'a(titel: String): Task @aws_subscribe(mutations: ["close"])',
      'invalid-subscription | Subscription.a has the argument "titel", which is no field of Task with a value. | Did you mean "title"?',
    ],
    [
      'a(next: ID): Task @aws_subscribe(mutations: ["close"])',
      'invalid-subscription | Subscription.a has the argument "next", which is no field of Task with a value.',
    ],
    [
      'a(count: String): Task @aws_subscribe(mutations: ["close"])',
      'invalid-subscription | Subscription.a compares "count", which is String, with Task.count, which is Int. | Declare "a(count: Int)".',
    ],
    [
      'a(id: ID): [Task] @aws_subscribe(mutations: ["all"])',
      'invalid-subscription | Subscription.a has the argument "id", but its answer has no fields.',
    ],
    [
      'onCreateTask: Task @aws_subscribe(mutations: ["createTask"])',
      'name-collision | Subscription.onCreateTask is declared, and also made for a subscription of Task.',
    ],
  ])('refuses %s', (field, problem) => {
    expect(said(field)).toEqual([expect.stringContaining(problem) as string]);
    expect(said(field)[0]).toMatch(/^\d+ \|/);
  });

  it('compares an ID with a String', () => {
    read(sdl('a(id: String, title: ID): Task @aws_subscribe(mutations: ["close"])'));
  });

  it('is refused on a field that is not of Subscription', () => {
    expectProblems(task('id: ID! @aws_subscribe(mutations: ["createTask"])'), ['2 misplaced-directive']);
  });
});
