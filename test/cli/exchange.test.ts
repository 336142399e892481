import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exchange, jsonOf } from '../../src/cli/exchange.ts';

let answer: (response: ServerResponse) => void;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_request, response) => {
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('an answer that is not JSON is read as an empty record, with its status', async () => {
  answer = (response) => response.writeHead(502).end('<html>');
  const incoming = await exchange(url);
  expect([incoming.status, jsonOf(incoming)]).toEqual([502, {}]);
});

test('a redirect is not followed, so that no token goes to another address', async () => {
  answer = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  expect(await exchange(url, { method: 'POST', body: '{}' })).toEqual({ status: 302, text: '' });
});

test('an answer that breaks off is an error', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  };
  await expect(exchange(url)).rejects.toThrow('aborted');
});
