import { readSources } from '../../src/app/index.ts';
import { openTestApi, type Answer, type TestApi, type TestApiOptions } from '../api.ts';
import { dump } from '../platform/dump.ts';
import { PDF, pngOf, sha256, zipOf } from '../shared/sample-files.ts';
import { hashesIn } from '../shared/objects-in.ts';
import { upkeepOf } from '../shared/background.ts';
import { serveFiles } from '../shared/serve-files.ts';
import { sendRaw, type RawAnswer } from './raw-request.ts';

export const MEGABYTE = 1024 * 1024;

/** Types with a file, a list of files, a large file, and rules of every kind. */
const SDL = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    attachment: File
      @file(maxSize: "1MB", types: ["image/*", "image/svg+xml", "application/pdf", "text/plain"])
    other: File @file(maxSize: "1MB", types: ["application/pdf"])
    photos: [File!] @file(maxSize: "1MB", types: ["image/*"], maxFiles: 2)
    archive: File @file(maxSize: "200MB", types: ["application/zip"])
    pay: File
      @file(maxSize: "1MB", types: ["application/pdf"])
      @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
  }
  type Paper @model @auth(rules: [{ allow: private }]) {
    id: ID!
    attachment: File @file(maxSize: "1MB", types: ["application/pdf"])
  }
  type Secret @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    attachment: File @file(maxSize: "1MB", types: ["application/pdf"])
  }
  type Rule
    @model
    @auth(rules: [{ allow: private, operations: [read] }, { allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    attachment: File @file(maxSize: "1MB", types: ["application/pdf"])
  }
`;

/** A request that the API signed. */
export interface Signed {
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** An upload that has begun. */
export interface Begun extends Signed {
  readonly id: string;
  readonly body: Buffer;
  readonly partSize: number | null;
}

/** What a caller says of a file. */
export interface FileInput {
  readonly type: string;
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string | null;
}

/** Two tenants with files, in one bucket. */
export interface FilesWorld {
  readonly api: TestApi;
  /** Where the bucket of files is served. */
  readonly url: string;
  now(): number;
  /** Moves the clock of the API and of the bucket. */
  pass(ms: number): void;
  ask(user: string, query: string, variables?: object, tenant?: string): Promise<Answer>;
  /** Begins an upload of a PDF for Note.attachment, or of what is given. */
  begin(user: string, body?: Buffer, more?: Partial<FileInput>): Promise<Begun>;
  /** Sends what was signed, with changes. */
  put(begun: Begun, change?: Change): Promise<RawAnswer>;
  /** Uploads a file to the end, and returns its id. */
  file(user: string, more?: Partial<FileInput>, body?: Buffer): Promise<string>;
  /** Creates a note with a file, and returns the id of the row. */
  note(user: string, attachment: string): Promise<string>;
  /** Returns a link to the attachment of a note. */
  link(user: string, note: string, of?: string): Promise<string>;
  /** Delivers what the bucket and the scanner report. */
  events(): Promise<void>;
  /** Returns the keys of all objects with the hashes of their bytes. */
  objects(): Promise<readonly string[]>;
  /** Returns the bytes that count for a tenant. */
  bytes(tenant: string): Promise<number>;
  /** Returns what the bytes of a tenant's records come to. */
  sum(tenant: string): Promise<number>;
  /** Works on everything that is due, as the schedule of AWS does. */
  sweep(): Promise<void>;
  /** Returns all objects with their hashes, and all records of files and counts of bytes, of both tenants. */
  stored(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What differs from the request that was signed. */
export interface Change {
  readonly method?: string;
  readonly body?: Buffer;
  /** Changes path and query, which are sent as they are returned. */
  readonly path?: (path: string) => string;
  /** Replaces headers; undefined removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export const CREATE_UPLOAD = `mutation ($input: UploadInput!) {
  createUpload(input: $input) { id url headers { name value } partSize }
}`;
const COMPLETE = 'mutation ($id: ID!) { completeUpload(id: $id) { id status } }';

export async function openFilesWorld(options: TestApiOptions = {}): Promise<FilesWorld> {
  let clock = Date.now();
  const sources = [...readSources('schema/platform'), { file: 'test', text: SDL }];
  let url = '';
  const api = await openTestApi({ sources, ...options, now: () => clock, filesUrl: () => url });
  const served = await serveFiles(api.files.serve);
  ({ url } = served);
  const ask: FilesWorld['ask'] = (user, query, variables, tenant) => api.ask(user, query, variables, tenant);
  const world: FilesWorld = {
    api,
    url,
    ask,
    now: () => clock,
    pass: (ms) => void (clock += ms),
    async begin(user, body = PDF, more = {}) {
      const answer = await ask(user, CREATE_UPLOAD, { input: inputOf(body, more) });
      return { ...(field(answer) as Omit<Begun, 'body'>), body };
    },
    put: (begun, change) => sendChanged(begun, begun.body, change),
    async file(user, more, body) {
      const begun = await world.begin(user, body, more);
      const { status, code } = await world.put(begun);
      if (status !== 200) throw new Error(`${status} ${code ?? ''}`);
      field(await ask(user, COMPLETE, { id: begun.id }));
      return begun.id;
    },
    async note(user, attachment) {
      const query = 'mutation ($file: ID!) { createNote(input: { attachment: $file }) { id } }';
      return (field(await ask(user, query, { file: attachment })) as { id: string }).id;
    },
    async link(user, note, of = 'url') {
      const query = `query ($id: ID!) { getNote(id: $id) { attachment { link: ${of} } } }`;
      return (field(await ask(user, query, { id: note })) as { attachment: { link: string } }).attachment
        .link;
    },
    async sweep() {
      const { batchItemFailures } = await api.background.work(upkeepOf('acme', 'globex'));
      if (batchItemFailures.length > 0) throw new Error(JSON.stringify(api.log.slice(-3)));
    },
    async events() {
      await api.files.bucket.deliver();
    },
    objects: () => Promise.resolve(hashesIn(api.files.bucket.folder)),
    async bytes(tenant) {
      const found = (await dump(api)).filter(({ key }) => key.startsWith(`data T#${tenant}#FILEBYTES#`));
      return found.reduce((sum, { item }) => sum + Number(item['bytes']?.N ?? 0), 0);
    },
    async stored() {
      const items = (await dump(api)).filter(({ key }) => /^data T#[^#]+#FILE/.test(key));
      return [
        ...items.map(({ key, silo, item }) => JSON.stringify([key, silo, Object.entries(item).sort()])),
        ...(await world.objects()),
      ].sort();
    },
    async sum(tenant) {
      const files = (await dump(api)).filter(({ key }) => key.startsWith(`data T#${tenant}#FILE# `));
      return files.reduce((sum, { item }) => sum + Number(item['counted']?.N ?? 0), 0);
    },
    async close() {
      await served.close();
      await api.close();
    },
  };
  return world;
}

/** Returns what a caller says of a PDF for Note.attachment. */
export function inputOf(body: Buffer, more: Partial<FileInput> = {}): FileInput {
  return {
    type: 'Note',
    field: 'attachment',
    name: 'plan.pdf',
    contentType: 'application/pdf',
    size: body.length,
    sha256: sha256(body),
    ...more,
  };
}

/** Sends a signed request with changes. */
export function sendChanged(
  { url, headers }: Signed,
  body: Buffer | undefined,
  change: Change = {},
): Promise<RawAnswer> {
  const { pathname, search } = new URL(url);
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    ...change.headers,
  };
  const sent = change.body ?? body;
  const given = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return sendRaw({
    url,
    path: (change.path ?? ((path) => path))(`${pathname}${search}`),
    method: change.method ?? 'PUT',
    headers: Object.fromEntries(given),
    ...(sent && { body: sent }),
  });
}

/** Returns the only root field of an answer. @throws if the answer has an error */
export function field({ data, errors }: Answer): unknown {
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return Object.values(data ?? {})[0];
}

/** A picture that fits Note.photos. */
export const PICTURE = pngOf(200, 100);
/** An archive that is sent in parts. */
export const ARCHIVE = zipOf(66 * MEGABYTE);
