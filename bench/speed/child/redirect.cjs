/**
 * Sends requests for the keys of user pools to the database of the bench. Without the patch a verifier would ask Cognito.
 * All other services follow `AWS_ENDPOINT_URL`.
 */
const http = require('node:http');
const https = require('node:https');

const request = https.request;
https.request = (first, second, third) => {
  const url = typeof first === 'string' || first instanceof URL ? new URL(first) : null;
  const host = url ? url.hostname : (first.hostname ?? first.host);
  if (!String(host).startsWith('cognito-idp.')) return request(first, second, third);
  const { port } = new URL(process.env.AWS_ENDPOINT_URL);
  const callback = [second, third].find((one) => typeof one === 'function');
  const path = url ? url.pathname : first.path;
  return http.request({ host: '127.0.0.1', port, path, headers: { 'x-real-host': host } }, callback);
};
