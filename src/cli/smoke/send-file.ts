import { createHash, randomUUID } from 'node:crypto';

import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';

import { UsageError } from '../../app/index.ts';
import type { Party } from './isolation.ts';
import { Skipped } from './report.ts';
import type { Target } from './target.ts';
import { dataOf } from './tenants-api.ts';
import { waitFor, type Patience } from './wait.ts';

/** Files of the types that fields take most often: the first that a field accepts is sent. */
const SAMPLES = [
  {
    contentType: 'image/png',
    name: 'smoke.png',
    base64:
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  },
  { contentType: 'application/pdf', name: 'smoke.pdf', base64: btoa('%PDF-1.4\n%%EOF\n') },
  { contentType: 'text/plain', name: 'smoke.txt', base64: btoa('Smoke\n') },
];

/** The names of the API of files, as this API has them: the app may have given them a prefix. */
interface Names {
  readonly create: string;
  readonly complete: string;
  readonly cancel: string;
  readonly input: string;
  /** The fields of rows that hold files, with their types. */
  readonly places: readonly { readonly type: string; readonly field: string }[];
}

interface Upload {
  readonly id: string;
  readonly method: 'PUT';
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Sends a file to the bucket as a client does, and reads it again. Proves that the other tenant does not have it.
 * @throws {Skipped} if the app has no field with files, or none that takes a sample
 * @throws {UsageError} if other bytes came back, or if the other tenant has the upload
 */
export async function sendFile(
  target: Target,
  schema: GraphQLSchema,
  [mine, theirs]: readonly [Party, Party],
  patience: Patience,
): Promise<string> {
  const { api } = target;
  const names = namesOf(schema);
  if (!names) throw new Skipped('No type of the app has files.');
  const { upload, sample, field } = await begin(target, names, mine.token);
  const sent = Buffer.from(sample.base64, 'base64');
  await bytesOf(upload.url, {
    method: upload.method,
    headers: Object.fromEntries(upload.headers.map(({ name, value }) => [name, value])),
    body: sent,
  });
  const complete = `mutation ($id: ID!) { done: ${names.complete}(id: $id) { url } }`;
  const url = await waitFor('file that is ready', patience, async () => {
    const reply = await api.ask({ token: mine.token }, complete, { id: upload.id });
    return (dataOf(reply, api.url) as { done: { url: string | null } }).done.url;
  });
  if (!sent.equals(await bytesOf(url))) throw new UsageError('The bucket gave other bytes than it got.');
  const foreign = await api.ask({ token: theirs.token }, complete, { id: upload.id });
  const unknown = await api.ask({ token: theirs.token }, complete, { id: randomUUID() });
  if (codeOf(foreign) === undefined || codeOf(foreign) !== codeOf(unknown))
    throw new UsageError(
      'The other tenant sees a difference between this upload and one that never existed.',
    );
  const cancel = `mutation ($id: ID!) { done: ${names.cancel}(id: $id) { id } }`;
  dataOf(await api.ask({ token: mine.token }, cancel, { id: upload.id }), api.url);
  return `A file for ${field} went to the bucket and back. The other tenant does not have it.`;
}

/** Begins an upload for the first field that takes a sample. */
async function begin({ api }: Target, { create, input, places }: Names, token: string) {
  const query = `mutation ($input: ${input}!) { begun: ${create}(input: $input) { id method url headers { name value } } }`;
  for (const place of places)
    for (const sample of SAMPLES) {
      const bytes = Buffer.from(sample.base64, 'base64');
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      const { contentType, name } = sample;
      const asked = { ...place, name, contentType, size: bytes.length, sha256 };
      const reply = await api.ask({ token }, query, { input: asked });
      if (reply.errors) continue;
      const { begun: upload } = dataOf(reply, api.url) as { begun: Upload };
      return { upload, sample, field: `${place.type}.${place.field}` };
    }
  throw new Skipped('No field of the app takes a PNG, a PDF or a text.');
}

/** Returns the names that the API of files has in a schema, or null if no row holds files. */
function namesOf(schema: GraphQLSchema): Names | null {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const named = (name: string): GraphQLField<unknown, unknown> | undefined =>
    mutations.find((field) => field.name.toLowerCase().endsWith(name));
  const [create, complete, cancel] = ['createupload', 'completeupload', 'cancelupload'].map(named);
  const input = create?.args.find(({ name }) => name === 'input')?.type;
  const inputType = input && getNamedType(input);
  if (!create || !complete || !cancel || !isInputObjectType(inputType)) return null;
  const file = getNamedType(complete.type);
  const upload = getNamedType(create.type);
  const places = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && type !== upload && !type.name.startsWith('__')
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type) === file && field.args.length === 0)
          .map((field) => ({ type: type.name, field: field.name }))
      : [],
  );
  const isRoot = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  const ofRows = places.filter(({ type }) => !isRoot.includes(type));
  const found = { create: create.name, complete: complete.name, cancel: cancel.name, input: inputType.name };
  return ofRows.length > 0 ? { ...found, places: ofRows } : null;
}

async function bytesOf(url: string, request: RequestInit = {}): Promise<Buffer> {
  const response = await fetch(url, { ...request, redirect: 'error' });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.ok) return bytes;
  const [, code] = /<Code>(\w+)<\/Code>/.exec(bytes.toString()) ?? [];
  throw new UsageError(`The bucket answered ${response.status} ${code ?? ''}`.trim());
}

function codeOf({ errors }: Awaited<ReturnType<Target['api']['ask']>>): string | undefined {
  return errors?.[0]?.extensions?.code;
}
