import type { Schedule } from '../generated/schedules.ts';

/** Comments each open task whose due date is over, every Monday. The id of a comment keeps a repeat from writing it twice. */
export const remindOfLateTasks: Schedule = {
  cron: '0 6 * * 1',
  timeZone: 'UTC',
  description: 'Comments each open task whose due date is over.',
  retries: 3,
  async run({ store, slot, log }) {
    const today = slot.slice(0, 10);
    const { rows: late } = await store.trusted.Task.list({
      filter: { status: { ne: 'DONE' }, dueDate: { lt: today } },
      limit: 100,
    });
    for (const { id: taskId, dueDate } of late) {
      const id = `late-${today}-${taskId}`;
      if (await store.trusted.Comment.get({ id })) continue;
      await store.trusted.Comment.create({ id, taskId, body: `This task was due on ${dueDate}.` });
    }
    log('late tasks', { found: late.length });
  },
};
