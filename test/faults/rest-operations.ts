import type { APIGatewayProxyResult } from 'aws-lambda';

import type { Answer } from '../api.ts';
import { restEvent, type RestCall } from '../rest/rest-event.ts';
import type { Operation } from './operations.ts';
import type { World } from './world.ts';

type Path = string | ((known: World['known']) => string);

/** Makes a REST call of the owner of the tenant. */
const call =
  (is: Operation['is'], method: string) =>
  (name: string, path: Path, body?: object, headers: RestCall['headers'] = {}): Operation => ({
    name: `REST: ${name}`,
    is,
    async send(world, further = {}) {
      const target = `/v1${typeof path === 'string' ? path : path(world.known)}`;
      const authorization = `Bearer ${await world.token('olga')}`;
      const event = restEvent({
        method,
        target,
        headers: { authorization, ...headers, ...further },
        ...(body === undefined ? {} : { body }),
      });
      return answerOf(await world.api.handle(event));
    },
  });

const post = call('write', 'POST');
const put = call('write', 'PUT');
const patch = call('write', 'PATCH');
const remove = call('write', 'DELETE');
const get = call('read', 'GET');

/** What the REST door can be asked, at least one of each kind of route and condition. */
export const restOperations: readonly Operation[] = [
  post('create', '/notes', { id: 'n2', text: 'new' }),
  post('create without id', '/notes', { text: 'new' }),
  post('create with effects', '/players', { id: 'p9', teamId: 't1', code: 'c9' }),
  put('replace', '/notes/n1', { text: 'next' }),
  put('replace if it matches', '/notes/n1', { text: 'next' }, { 'if-match': '"v1"' }),
  put('create if there is none', '/notes/n3', { text: 'new' }, { 'if-none-match': '*' }),
  patch('change', '/notes/n1', { text: 'next' }),
  patch('change if it matches', '/teams/t1', { name: 'uno' }, { 'if-match': '"v1"' }),
  remove('delete', '/notes/n1'),
  remove('delete with effects', '/players/p0'),
  remove('cascade delete', '/teams/t1'),
  post('batch create', '/batch/players', {
    items: [
      { id: 'x', code: 'x' },
      { id: 'y', teamId: 't2' },
    ],
  }),
  patch('batch change', '/batch/players', {
    items: [
      { id: 'p0', code: 'x' },
      { id: 'p1', teamId: 't2' },
    ],
  }),
  post('batch delete', '/batch/players/delete', { items: [{ id: 'p0' }, { id: 'p1' }] }),
  { ...post('sequence', '/actions/addTicket'), custom: true },
  post('API key', '/platform/api-keys', { name: 'new', roles: ['MEMBER'] }),
  remove('revoked API key', ({ key = '' }) => `/platform/api-keys/${key}`),
  post('invitation', '/platform/invitations', { email: 'new@else.test', roles: ['MEMBER'] }),
  put('roles', ({ rob = '' }) => `/platform/members/${rob}/roles`, { roles: ['ADMIN'] }),
  get('row', '/teams/t1'),
  get('list', '/players?total=true'),
  get('filtered list', '/players?teamId=t1'),
  get('relation', '/teams/t1/players'),
];

interface Problem {
  readonly detail: string;
  readonly [extension: string]: unknown;
}

/** Returns an answer of REST in the form of the other door, in which the harness judges it. */
function answerOf({ statusCode, headers = {}, body }: APIGatewayProxyResult): Answer {
  const parsed = body === '' ? null : (JSON.parse(body) as Readonly<Record<string, unknown>>);
  const shown = { status: statusCode, headers, extensions: {}, calls: [] };
  // A secret is new each time.
  const secrets = Object.fromEntries(
    ['text', 'token'].flatMap((name) => (name in (parsed ?? {}) ? [[name, '']] : [])),
  );
  if (statusCode < 400) return { ...shown, data: parsed && { ...parsed, ...secrets }, errors: [] };
  const { detail, ...extensions } = parsed as Problem;
  return { ...shown, data: null, errors: [{ message: detail, extensions }] };
}
