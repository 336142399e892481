/**
 * Lets this process reach nothing but loopback. HTTPS goes to the stand-in of AWS that `TEST_CLOUD` names (a port), which
 * gets the real host in a header. Every host that is asked for is written to the pipe of descriptor 3.
 */
const dgram = require('node:dgram');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');

const cloud = Number(process.env.TEST_CLOUD);
delete process.env.TEST_CLOUD;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const note = (host) => fs.writeSync(3, `${host}\n`);
const refused = (host) =>
  Object.assign(new Error(`There is no way to ${host} from here.`), { code: 'ENETUNREACH' });

/** Sends a request to the stand-in, as if by TLS. */
const connections = new http.Agent({ keepAlive: true });
https.request = (...args) => {
  const callback = args.find((one) => typeof one === 'function');
  const [first, second] = args;
  const url = typeof first === 'string' || first instanceof URL ? new URL(first) : null;
  const options = {
    ...(url ? { hostname: url.hostname, path: `${url.pathname}${url.search}` } : first),
    ...(url && typeof second === 'object' ? second : {}),
  };
  const host = options.hostname ?? options.host;
  note(host);
  const { servername, agent, protocol, ...plain } = options;
  const request = http.request(
    {
      ...plain,
      agent: connections,
      host: '127.0.0.1',
      hostname: '127.0.0.1',
      port: cloud,
      headers: { ...options.headers, 'x-real-host': host },
    },
    callback,
  );
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => socket.emit('secureConnect'));
  });
  return request;
};
https.get = (...args) => {
  const request = https.request(...args);
  request.end();
  return request;
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = args.flat();
  const host =
    typeof first === 'object' && first !== null
      ? (first.path ?? first.host ?? 'localhost')
      : (args[1] ?? first);
  if (LOOPBACK.includes(host)) return connect.apply(this, args);
  note(host);
  process.nextTick(() => this.destroy(refused(host)));
  return this;
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  const host = args.find((one) => typeof one === 'string' && net.isIP(one) > 0) ?? 'localhost';
  if (LOOPBACK.includes(host)) return send.apply(this, args);
  note(host);
  const callback = args.at(-1);
  if (typeof callback === 'function') process.nextTick(callback, refused(host));
  return undefined;
};
