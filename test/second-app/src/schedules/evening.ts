import type { Schedule } from '../generated/schedules.ts';

/** Cancels the appointments of the day to which no patient came. */
export const cancelMissed: Schedule = {
  cron: '0 20 * * MON-FRI',
  timeZone: 'Europe/Zurich',
  retries: 2,
  async run({ store, slot }) {
    const { rows } = await store.trusted.Appointment.list({
      filter: { state: { eq: 'BOOKED' }, startsAt: { lt: slot } },
    });
    for (const { practitioner, startsAt } of rows)
      await store.trusted.Appointment.update({ practitioner, startsAt, state: 'CANCELLED' });
  },
};
