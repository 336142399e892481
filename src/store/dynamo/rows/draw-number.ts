import { Refusal, type TenantId } from '../../../tenant/index.ts';
import { commandFor } from '../commands/command.ts';
import { LAST } from '../commands/write-command.ts';
import { backOff } from '../driver/backoff.ts';
import { type Send, TransactionCancelled } from '../driver/send.ts';

/** Maximum attempts while transactions hold the item of the sequence. */
const MAX_ATTEMPTS = 20;

/**
 * Takes the next number of a sequence. If the answer of a call is lost, the driver repeats the call: the lost number is a gap.
 * @throws {Refusal} CONFLICT if transactions that take numbers without gaps interfere each time
 */
export async function drawNumber(
  tenant: TenantId,
  name: string,
  { send, deadline }: { readonly send: Send; readonly deadline?: AbortSignal | undefined },
): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { Attributes } = await send(commandFor(tenant, { op: 'draw', name }));
      return Number(Attributes?.[LAST]);
    } catch (error) {
      if (!(error instanceof TransactionCancelled)) throw error;
      if (attempt >= MAX_ATTEMPTS)
        throw new Refusal(
          'CONFLICT',
          `Others took numbers of "${name}" at the same time: send the request again.`,
        );
    }
    await backOff(attempt, deadline);
  }
}
