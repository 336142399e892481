import type { Call, CallAnswer } from '../call.ts';
import { refused, RestError } from '../rest-error.ts';
import { answerCreate } from './create.ts';
import { rowTypeOf } from './row-type.ts';

/** Answers `PUT /tasks/{id}` with `If-None-Match: *`: creates the row, if there is none. */
export async function answerPutNew(call: Call): Promise<CallAnswer> {
  const type = rowTypeOf(call);
  const route = call.routes.find((one) => one.kind.is === 'create' && one.type === type);
  if (!route) throw refused('BAD_REQUEST', `A ${type.name} cannot be created, so send no "if-none-match".`);
  try {
    return await answerCreate({ ...call, route, body: { ...call.body, ...call.key } });
  } catch (error) {
    if (!(error instanceof RestError) || error.code !== 'ALREADY_EXISTS') throw error;
    const { code, message, members } = error;
    throw new RestError({ status: 412, code }, message, { members });
  }
}
