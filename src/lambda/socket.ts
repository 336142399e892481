import { openSocket } from './functions/open-socket.ts';
import { traced } from './traced.ts';

/** The Lambda function behind the WebSocket API, which a schedule calls too. */
export const handler = traced('socket', openSocket());
