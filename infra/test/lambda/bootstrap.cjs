/** Loads and runs a handler as Lambda's runtime of Node.js 24 does (AWS Lambda Developer Guide, "Runtime API"). */
require('./guard.cjs');
const { existsSync } = require('node:fs');
const http = require('node:http');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const { AWS_LAMBDA_RUNTIME_API: api, _HANDLER: name, LAMBDA_TASK_ROOT: root } = process.env;

/** Sends a request to the Runtime API. */
function ask(method, path, body) {
  const [hostname, port] = api.split(':');
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path: `/2018-06-01/runtime/${path}` },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function load() {
  const [file, member] = name.split('.');
  const extension = ['.js', '.mjs', '.cjs'].find((one) => existsSync(join(root, file + one)));
  if (!extension) throw named('Runtime.ImportModuleError', `Cannot find module '${file}'`);
  const path = join(root, file + extension);
  const handler = (extension === '.mjs' ? await import(pathToFileURL(path).href) : require(path))[member];
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (handler.length > 2)
    throw named(
      'Runtime.CallbackHandlerDeprecated',
      `${name} takes a callback, which Node.js 24 never calls`,
    );
  return handler;
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function described(error) {
  return JSON.stringify({
    errorType: error?.name ?? 'Error',
    errorMessage: error?.message ?? String(error),
    trace: String(error?.stack ?? '').split('\n'),
  });
}

function contextOf(headers) {
  const { env } = process;
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function run() {
  let handler;
  try {
    handler = await load();
  } catch (error) {
    await ask('POST', 'init/error', described(error));
    process.exit(1);
  }
  for (;;) {
    const { headers, body } = await ask('GET', 'invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    try {
      const answer = await handler(JSON.parse(body), contextOf(headers));
      await ask('POST', `invocation/${id}/response`, JSON.stringify(answer ?? null));
    } catch (error) {
      await ask('POST', `invocation/${id}/error`, described(error));
    }
  }
}

void run();
