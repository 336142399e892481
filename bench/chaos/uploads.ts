import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { PDF, sha256 } from '../../test/shared/sample-files.ts';
import { pick } from './steps.ts';
import type { Answer, System } from './system.ts';

/** Clients that upload files, and create, update and delete rows that hold them. Each owns its rows. */
export interface Uploads {
  readonly tenant: string;
  readonly problems: string[];
  readonly figures: { uploads: number; claims: number; unknown: number; requests: number };
  work(random: () => number, clients: number, isOver: () => boolean): Promise<void>;
  /** Gives up what no row holds, and compares each row and each byte with what was written. */
  compare(): Promise<void>;
}

/** A file that the API has completed, by its id. */
interface Uploaded {
  readonly sha256: string;
  readonly size: number;
}
/** The files of a row: that of one field, and those of a list. */
interface Held {
  readonly cover: string | null;
  readonly pages: readonly string[];
}
interface Begun {
  readonly id: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** The type of the rows. */
export const UPLOADS_SDL = `
  type Album @model @auth(rules: [{ allow: private }]) {
    id: ID!
    cover: File @file(maxSize: "1MB", types: ["application/pdf"])
    pages: [File!] @file(maxSize: "1MB", types: ["application/pdf"], maxFiles: 3)
  }
`;

const CREATE_UPLOAD = `mutation ($input: UploadInput!) {
  createUpload(input: $input) { id url headers { name value } }
}`;
const READ = `query ($id: ID!) { getAlbum(id: $id) { cover { id size url } pages { id size url } } }`;
const MOST_BYTES = 20_000;
const MOST_ROWS = 8;
const TRIES = 200;
const PAUSE = 100;

/** Opens the clients of a tenant. */
export function openUploads(system: System, tenant: string): Uploads {
  const problems: string[] = [];
  const figures = { uploads: 0, claims: 0, unknown: 0, requests: 0 };
  const uploaded = new Map<string, Uploaded>();
  const begun = new Set<string>();
  /** What each row holds; null if there is certainly none. A row in doubt is read before it is written again. */
  const rows = new Map<string, Held | null>();

  const ask = (query: string, variables: object): Promise<Answer | null> => {
    figures.requests += 1;
    return system.ask(tenant, { query, variables });
  };
  /** Repeats what may be repeated until an answer without an error comes. */
  async function insist<Data>(query: string, variables: object): Promise<Data> {
    let last: Answer | null = null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      last = await ask(query, variables);
      if (last?.data && !last.errors) return last.data as Data;
      await pause(PAUSE);
    }
    throw new Error(`${tenant}: no answer: ${JSON.stringify(last)}`);
  }

  /** Uploads a file of random bytes. Returns null if it was given up on the way. */
  async function upload(random: () => number, field: 'cover' | 'pages'): Promise<string | null> {
    const body = Buffer.concat([PDF, Buffer.alloc(Math.floor(random() * MOST_BYTES), String(random()))]);
    const input = {
      type: 'Album',
      field,
      name: 'page.pdf',
      contentType: 'application/pdf',
      size: body.length,
      sha256: sha256(body),
    };
    const answer = await ask(CREATE_UPLOAD, { input });
    const made = answer?.data?.['createUpload'] as Begun | null | undefined;
    if (!made) return null;
    begun.add(made.id);
    if (random() < 0.1) return null;
    const headers = made.headers.map(({ name, value }): [string, string] => [name, value]);
    const sent = await fetch(made.url, { method: 'PUT', headers, body }).catch(() => null);
    // 412: an attempt without an answer has arrived.
    if (sent && !sent.ok && sent.status !== 412 && sent.status < 500)
      problems.push(`${tenant}: PUT: ${sent.status} ${await sent.text()}`);
    if (random() < 0.1) return null;
    const completed = await ask('mutation ($id: ID!) { completeUpload(id: $id) { status } }', {
      id: made.id,
    });
    const file = completed?.data?.['completeUpload'] as { status: string } | null | undefined;
    if (file?.status !== 'READY') return null;
    figures.uploads += 1;
    uploaded.set(made.id, { size: body.length, sha256: sha256(body) });
    return random() < 0.9 ? made.id : null;
  }

  /** Reads what a row holds. Returns null if there is none. */
  async function read(id: string): Promise<Held | null> {
    const { getAlbum } = await insist<{ getAlbum: Shown | null }>(READ, { id });
    return getAlbum && heldBy(getAlbum);
  }

  async function write(random: () => number, id: string): Promise<void> {
    const before = rows.get(id) ?? null;
    const cover = random() < 0.6 ? await upload(random, 'cover') : null;
    const pages = [];
    for (let count = Math.floor(random() * 3); count > 0; count -= 1) {
      const page = await upload(random, 'pages');
      if (page !== null) pages.push(page);
    }
    const kept = before?.pages.slice(0, 1) ?? [];
    const next: Held = { cover, pages: random() < 0.5 ? [...kept, ...pages] : pages };
    const isDelete = before !== null && random() < 0.3;
    const operation = before === null ? 'create' : isDelete ? 'delete' : 'update';
    const type = `${operation[0]?.toUpperCase() ?? ''}${operation.slice(1)}AlbumInput`;
    const query = `mutation ($input: ${type}!) { ${operation}Album(input: $input) { id } }`;
    const answer = await ask(query, { input: isDelete ? { id } : { id, ...next } });
    const after = isDelete ? null : next;
    if (answer?.data && !answer.errors) {
      rows.set(id, after);
      if (after) figures.claims += 1;
      return;
    }
    // The row shows whether it was done: it holds what it held, or what it was to hold.
    await system.settled();
    const found = await read(id);
    figures.unknown += 1;
    if (!isEqual(found, before) && !isEqual(found, after))
      problems.push(
        `${tenant}: ${operation} ${id}: ${JSON.stringify({ before, after, found, answer: answer?.errors })}`,
      );
    rows.set(id, found);
  }

  async function compareRow(id: string, held: Held | null): Promise<void> {
    const { getAlbum } = await insist<{ getAlbum: Shown | null }>(READ, { id });
    if (!isEqual(getAlbum && heldBy(getAlbum), held))
      problems.push(`${tenant}: ${id} holds ${JSON.stringify(getAlbum)} in place of ${JSON.stringify(held)}`);
    for (const file of [...(getAlbum?.cover ? [getAlbum.cover] : []), ...(getAlbum?.pages ?? [])]) {
      const bytes = file.url === null ? null : await (await fetch(file.url)).arrayBuffer();
      const found = bytes && createHash('sha256').update(new Uint8Array(bytes)).digest('base64');
      const known = uploaded.get(file.id);
      // A completion without an answer may have been done.
      if (known ? found !== known.sha256 || file.size !== known.size : found === null)
        problems.push(`${tenant}: ${id} has a file with other bytes: ${JSON.stringify(file)}`);
    }
  }

  return {
    tenant,
    problems,
    figures,
    async work(random, clients, isOver) {
      const client = async (name: number): Promise<void> => {
        const ids = Array.from({ length: MOST_ROWS }, (_, at) => `album-${name}-${at}`);
        while (!isOver()) await write(random, pick(random, ids));
      };
      await Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
    },
    async compare() {
      for (const [id, held] of rows) await compareRow(id, held);
      const held = new Set([...rows.values()].flatMap((row) => [row?.cover, ...(row?.pages ?? [])]));
      for (const id of begun) {
        if (held.has(id)) continue;
        // An upload that has ended is refused, as one that is unknown.
        await ask('mutation ($id: ID!) { cancelUpload(id: $id) { id } }', { id });
      }
    },
  };
}

interface ShownFile {
  readonly id: string;
  readonly size: number;
  readonly url: string | null;
}
interface Shown {
  readonly cover: ShownFile | null;
  readonly pages: readonly ShownFile[] | null;
}

function heldBy({ cover, pages }: Shown): Held {
  return { cover: cover?.id ?? null, pages: (pages ?? []).map(({ id }) => id) };
}

function isEqual(one: Held | null, other: Held | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
