import type { RestDocuments } from './open-documents.ts';
import { refused } from './rest-error.ts';
import type { RestAnswer, RestRequest } from './rest-request.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const MARKDOWN = 'text/markdown; charset=utf-8';

/** Answers a document at an address outside `/v1`. Returns null if there is none. */
export async function answerDocument(
  { method, path }: Pick<RestRequest, 'method' | 'path'>,
  documents: RestDocuments,
): Promise<RestAnswer | null> {
  if (/^\/v1(\/|$)/.test(path)) return null;
  const [, code] = /^\/errors\/([A-Z][A-Z0-9_]*)$/.exec(path) ?? [];
  const page = code === undefined ? null : await documents.errorPage(code);
  if (page === null && path !== '/openapi.json') return null;
  if (method !== 'GET' && method !== 'HEAD')
    throw refused('BAD_REQUEST', 'This address answers GET, HEAD only.', {
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
  const type = page === null ? JSON_TYPE : MARKDOWN;
  const body = page ?? (await documents.openApi());
  return { status: 200, headers: { 'content-type': type }, body: method === 'HEAD' ? '' : body };
}
