import { outcomeOf, type Outcome, type Race } from './race.ts';

/** Checks whether an outcome is that of a serial order. */
export type IsSerial = (outcome: Outcome) => boolean;

/**
 * Runs the writers of a race one after the other, in all serial orders of all of them and of some of them. Returns a check whether
 * an outcome is equal to one of these: the same rows and the same answers.
 *
 * - A writer that crashes did everything or nothing.
 * - A writer that answers CONFLICT did nothing.
 * - A delete that answers STILL_REFERENCED may have met the row of a create that fails later, with CONFLICT or because another delete
 *   takes the parent. It did nothing either. In the second case its answer in the serial order is NOT_FOUND.
 */
export async function serialOrdersOf(race: Race): Promise<IsSerial> {
  const writers = Object.keys(race.acts);
  const outcomes: Outcome[] = [];
  for (const order of ordersOf(writers)) outcomes.push(await outcomeOf(race, order));
  return ({ answers, rows }) => {
    const refusals = [...answers.values()].includes('CONFLICT') ? ['CONFLICT', 'STILL_REFERENCED'] : [];
    const hasFailed = writers.some((writer) => {
      const answer = answers.get(writer);
      return answer === undefined || answer === 'DANGLING_REFERENCE';
    });
    const isEqual = (serial: Outcome, writer: string): boolean => {
      const answer = answers.get(writer);
      if (answer === undefined || answer === serial.answers.get(writer)) return true;
      if (refusals.includes(answer) && !serial.answers.has(writer)) return true;
      return hasFailed && answer === 'STILL_REFERENCED' && serial.answers.get(writer) === 'NOT_FOUND';
    };
    return outcomes.some(
      (serial) => serial.rows === rows && writers.every((writer) => isEqual(serial, writer)),
    );
  };
}

/** Returns all orders of all subsets. */
function ordersOf(names: readonly string[]): readonly (readonly string[])[] {
  return [
    [],
    ...names.flatMap((name) =>
      ordersOf(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
    ),
  ];
}
