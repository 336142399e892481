import type { Call, CallAnswer } from '../call.ts';
import { operationOf, type Called } from '../operation.ts';
import { found, settled } from '../settle.ts';
import { select, type Selection } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { readWanted } from '../selection/wanted.ts';
import { described } from './get.ts';
import { planList, type Order } from './list-plan.ts';

/** Answers `GET /tasks`. */
export async function answerList(call: Call, orders: readonly Order[]): Promise<CallAnswer> {
  const { route, query } = call;
  const { field, args } = planList(query, route.field, orders);
  return pageAnswer(call, [{ field, args }], pageSelection(call, field.type), field.name);
}

/** Returns the selection of a page of the list that a request asks for. */
export function pageSelection(
  { model, context, query }: Call,
  type: Parameters<typeof select>[1],
): Selection {
  return select({ model, context, isCounted: query.total }, type, readWanted(query));
}

/** Runs the calls that lead to a page, and answers it. */
export async function pageAnswer(
  call: Call,
  calls: readonly Called[],
  selection: Selection,
  variant: string,
): Promise<CallAnswer> {
  const operation = operationOf('Query', variant, calls, selection.text);
  const page = found(settled(await call.run(operation), operation), described(call));
  const value = shaped(page, selection) as { readonly nextCursor: string | null };
  const link = nextLink(call, value.nextCursor);
  return { status: 200, value, headers: link === null ? {} : { link } };
}

/** Bytes of the longest link: all headers of an answer have 10,240 at API Gateway. */
const LONGEST_LINK = 4000;

/** Returns the header `link` to the next page: the same address with another cursor. */
function nextLink({ request }: Call, cursor: string | null): string | null {
  if (cursor === null) return null;
  const search = new URLSearchParams();
  for (const [name, values] of request.query)
    if (name !== 'cursor') for (const value of values) search.append(name, value);
  search.append('cursor', cursor);
  const link = `<${request.base}${request.path}?${search.toString()}>; rel="next"`;
  return link.length > LONGEST_LINK ? null : link;
}
