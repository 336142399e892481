import type { AppointmentState, CustomMutation } from '../generated/resolvers.ts';

/** The states that may follow a state. */
const NEXT: Readonly<Record<AppointmentState, readonly AppointmentState[]>> = {
  BOOKED: ['ARRIVED', 'CANCELLED'],
  ARRIVED: ['DONE', 'CANCELLED'],
  DONE: [],
  CANCELLED: [],
};

export const Mutation: CustomMutation = {
  async moveAppointment(_root, { practitioner, startsAt, to }, { store, refuse }) {
    const appointment = await store.Appointment.get({ practitioner, startsAt });
    if (!appointment) return null;
    const { state } = appointment;
    if (!NEXT[state].includes(to)) refuse(`No appointment goes from ${state} to ${to}.`);
    return store.Appointment.update(
      { practitioner, startsAt, state: to },
      { when: { state: { eq: state } } },
    );
  },

  invoice: (_root, { practitioner, startsAt, amount }, { store, refuse }) =>
    store.transact(async (transaction) => {
      const appointment = await store.Appointment.get({ practitioner, startsAt });
      if (appointment?.state !== 'DONE') return refuse('Only what is done is billed.');
      const number = `R-${await transaction.next('Invoice', { gapless: true })}`;
      const { patientId } = appointment;
      return transaction.Invoice.create({ number, amount, practitioner, startsAt, patientId });
    }),
};
