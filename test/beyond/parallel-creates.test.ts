import { openTestApi, type TestApi } from '../api.ts';
import { openVirtualClock } from '../shared/virtual-clock.ts';
import { openConflicts } from '../store/conflicts.ts';

// What parallel writers of one project wait for each other, in virtual time and under DynamoDB's rule for conflicts.

const WRITERS = 100;
const clock = openVirtualClock();
const conflicts = openConflicts(clock);
let api: TestApi;
let inVirtualTime = false;
beforeAll(async () => {
  api = await openTestApi({
    seed: {
      rows: {
        acme: { Project: [{ id: 'project-1', name: 'Project' }], Person: [{ id: 'person-1', name: 'Ada' }] },
      },
    },
    through: (send) => {
      const slow = conflicts.through(send);
      return (command, options) => (inVirtualTime ? slow : send)(command, options);
    },
  });
});
afterAll(() => api.close());

interface Spent {
  readonly failures: readonly string[];
  /** Virtual milliseconds of the median. */
  readonly p50: number;
}

/** Sends a mutation by so many writers at once. */
async function inParallel(writers: number, mutation: string): Promise<Spent> {
  const began = clock.now();
  inVirtualTime = true;
  const answers = await clock.run(
    Array.from({ length: writers }, () => async () => {
      const { errors } = await api.ask('alice', mutation);
      return { errors, ms: clock.now() - began };
    }),
  );
  inVirtualTime = false;
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  return {
    failures: answers.flatMap(({ errors }) => errors.map(({ message }) => message)),
    p50: times[Math.floor(times.length / 2)] ?? 0,
  };
}

describe(`${WRITERS} parallel writers under the model of conflicts`, () => {
  it.each([
    [
      'tasks of one project',
      'mutation { createTask(input: { title: "A", projectId: "project-1", assigneeId: "person-1" }) { id } }',
    ],
    ['labels', 'mutation { createLabel(input: { name: "A" }) { id } }'],
    [
      'numbered tasks of one project',
      'mutation { addTask(input: { title: "A", projectId: "project-1" }) { id number } }',
    ],
  ])('create %s without a failure, in at most three times of one alone', async (_, mutation) => {
    const alone = await inParallel(1, mutation);
    expect(alone.failures).toEqual([]);
    const all = await inParallel(WRITERS, mutation);
    expect(all.failures).toEqual([]);
    expect(all.p50).toBeLessThanOrEqual(3 * alone.p50);
  });
});
