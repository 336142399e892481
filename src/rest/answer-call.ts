import type { GraphQLSchema } from 'graphql';

import { answerAction } from './answers/action.ts';
import { answerBatch } from './answers/batch.ts';
import { answerCreate } from './answers/create.ts';
import { answerDelete } from './answers/delete.ts';
import { answerGet } from './answers/get.ts';
import { answerList } from './answers/list.ts';
import { ordersOf, type Order } from './answers/list-plan.ts';
import { answerPlatform } from './answers/platform.ts';
import { readHeader } from './answers/preconditions.ts';
import { answerPutNew } from './answers/put-new.ts';
import { answerRelated } from './answers/related.ts';
import { answerUpdate } from './answers/update.ts';
import type { Call, CallAnswer } from './call.ts';
import type { Route } from './route.ts';

/** Returns what answers a call, by the kind of its route. */
export function openAnswers(schema: GraphQLSchema): (call: Call) => Promise<CallAnswer> {
  const orders = new Map<Route, readonly Order[]>();
  const ordersOfRoute = (route: Route): readonly Order[] => {
    const known = orders.get(route) ?? (route.type ? ordersOf(route.type, route.field, schema) : []);
    orders.set(route, known);
    return known;
  };
  return (call) => {
    const { kind } = call.route;
    switch (kind.is) {
      case 'list':
        return answerList(call, ordersOfRoute(call.route));
      case 'get':
        return answerGet(call);
      case 'create':
        return answerCreate(call);
      case 'replace':
        return readHeader(call.request.header, 'if-none-match') === '*'
          ? answerPutNew(call)
          : answerUpdate(call);
      case 'patch':
        return answerUpdate(call);
      case 'delete':
        return answerDelete(call);
      case 'related':
        return answerRelated(call);
      case 'batch':
        return answerBatch(call);
      case 'action':
        return answerAction(call);
      case 'platform':
        return answerPlatform(call);
      default:
        return kind satisfies never;
    }
  };
}
