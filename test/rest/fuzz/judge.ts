import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

import type { Reply } from '../rest-rig.ts';
import { resolve, responseFor, type Document, type Header, type Operation, type Schema } from './document.ts';

/** Finds what is wrong with an answer, by the document alone. */
export interface Judge {
  /** Returns what an answer of an operation does that the document does not say. */
  problemsOf(operation: Operation, reply: Answered): string[];
  /** Returns the same for a request that is no operation of the document: it must be a problem of a client. */
  problemsOfUnknown(reply: Answered): string[];
}
type Answered = Pick<Reply, 'status' | 'headers' | 'text'>;

/** Headers that HTTP, CORS or the gateway adds to every answer. */
const GENERAL = [
  'access-control-allow-origin',
  'access-control-expose-headers',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
  'x-amz-apigw-id',
  'x-amzn-errortype',
  'x-amzn-requestid',
  'x-amzn-trace-id',
];

export function openJudge(document: Document): Judge {
  const ajv = openAjv(document);
  const known = new Map<string, ValidateFunction>();
  /** Compiles the schema at a place of the document, so that its references are those of the document. */
  const validatorAt = (place: readonly string[]): ValidateFunction => {
    const pointer = place.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `document#/${pointer.join('/')}`;
    const found = known.get($ref) ?? ajv.compile({ $ref });
    known.set($ref, found);
    return found;
  };
  const mismatch = (place: readonly string[], value: unknown): string[] => {
    const validate = validatorAt(place);
    return validate(value)
      ? []
      : [`${ajv.errorsText(validate.errors)} in ${JSON.stringify(value).slice(0, 600)}`];
  };

  const bodyProblems = (operation: Operation, status: string, { headers, text }: Answered): string[] => {
    const { content = {} } = operation.responses[status] ?? {};
    const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
    if (text === '') return Object.keys(content).length > 0 && operation.method !== 'HEAD' ? ['no body'] : [];
    if (!(type in content)) return [`the content type "${type}", not ${Object.keys(content).join(' or ')}`];
    if (!/\bjson\b/.test(type)) return [];
    const parsed = parse(text);
    if (parsed === undefined) return ['a body that is not JSON'];
    return mismatch([...placeOf(document, operation, status), 'content', type, 'schema'], parsed.value);
  };

  const headerProblems = (operation: Operation, status: string, { headers }: Answered): string[] => {
    const described = Object.entries(operation.responses[status]?.headers ?? {}).map(
      ([name, header]) => [name.toLowerCase(), resolve<Header>(document, header), header] as const,
    );
    const names = described.map(([name]) => name);
    const more = Object.keys(headers).filter((name) => !GENERAL.includes(name) && !names.includes(name));
    return [
      ...more.map((name) => `the header "${name}" is not documented`),
      ...described.flatMap(([name, { required, schema }]) => {
        const value = headers[name];
        if (value === undefined) return required === true ? [`the header "${name}" is missing`] : [];
        if (schema === undefined) return [];
        const validate = ajv.compile(rebased(schema));
        return validate(value) || validate(Number(value)) ? [] : [`the header "${name}: ${value}"`];
      }),
    ];
  };

  return {
    problemsOf(operation, reply) {
      const { status } = reply;
      if (status >= 500) return [`the status ${status}`, reply.text.slice(0, 600)];
      if (!responseFor(operation, status))
        return [`the status ${status} is not documented: ${reply.text.slice(0, 300)}`];
      const key =
        [String(status), `${String(status).charAt(0)}XX`, 'default'].find(
          (one) => one in operation.responses,
        ) ?? '';
      return [...bodyProblems(operation, key, reply), ...headerProblems(operation, key, reply)].map(
        (problem) => `${status}: ${problem}`,
      );
    },
    problemsOfUnknown({ status, headers, text }) {
      if (status >= 500 || status < 400) return [`the status ${status} of an unknown operation`];
      const type = headers['content-type'] ?? '';
      if (!type.startsWith('application/problem+json')) return [`${status}: the content type "${type}"`];
      const parsed = parse(text);
      if (parsed === undefined) return [text === '' ? 'no body' : 'a body that is not JSON'];
      return mismatch(['components', 'schemas', 'rest.Problem'], parsed.value);
    },
  };
}

/** Returns how a value breaks a schema of a document. */
export function matches(document: Document, schema: Schema, value: unknown): string[] {
  const ajv = openAjv(document);
  const validate = ajv.compile(rebased(schema));
  return validate(value) ? [] : [`${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`];
}

const opened = new WeakMap<Document, Ajv2020>();

function openAjv(document: Document): Ajv2020 {
  const known = opened.get(document);
  if (known) return known;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: 'document' });
  opened.set(document, ajv);
  return ajv;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Returns the place of a response in the document, behind its reference. */
function placeOf(document: Document, { path, method }: Operation, status: string): string[] {
  const item = document.paths[path] as Record<string, { responses: Record<string, { $ref?: string }> }>;
  const written = item[method.toLowerCase()]?.responses[status];
  if (written?.$ref !== undefined) return written.$ref.replace(/^#\//, '').split('/');
  return ['paths', path, method.toLowerCase(), 'responses', status];
}

/** Makes the references of a schema absolute, so that it can be compiled on its own. */
function rebased<Value>(schema: Value): Value {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as Value;
}
