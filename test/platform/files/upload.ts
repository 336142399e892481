import type { Answer, TestApi } from '../../api.ts';
import { sendSigned, type S3Reply } from '../../shared/send-signed.ts';
import { PDF, sha256 } from '../../shared/sample-files.ts';

/** What the tests ask of an upload. */
export interface BegunUpload {
  readonly id: string;
  readonly method: string | null;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly partSize: number | null;
  readonly partCount: number | null;
  readonly receivedParts: readonly number[] | null;
}

const UPLOAD =
  'id method url headers { name value } expiresAt partSize partCount receivedParts file { status }';
export const CREATE = `mutation ($input: UploadInput!) { createUpload(input: $input) { ${UPLOAD} } }`;
const COMPLETE = 'mutation ($id: ID!) { completeUpload(id: $id) { id status size sha256 width height } }';
export const FIND = `query ($id: ID!) { upload(id: $id) { ${UPLOAD} } }`;

/** Returns the input of an upload of a PDF for a project, with changes. */
export function inputFor(bytes: Uint8Array = PDF, changes: object = {}): object {
  return {
    type: 'Project',
    field: 'attachment',
    name: 'plan.pdf',
    size: bytes.byteLength,
    contentType: 'application/pdf',
    sha256: sha256(bytes),
    ...changes,
  };
}

/** Begins an upload that must succeed. */
export async function begin(
  api: TestApi,
  user: string,
  bytes: Uint8Array = PDF,
  changes: object = {},
): Promise<BegunUpload> {
  const { data, errors } = await api.ask(user, CREATE, { input: inputFor(bytes, changes) });
  if (!data) throw new Error(JSON.stringify(errors));
  return data['createUpload'] as BegunUpload;
}

/** Begins an upload and sends its bytes. */
export async function send(
  api: TestApi,
  user: string,
  bytes: Uint8Array = PDF,
  changes: object = {},
): Promise<BegunUpload> {
  const begun = await begin(api, user, bytes, changes);
  const { status, bytes: answer } = await sendSigned(api.files, begun, bytes);
  if (status !== 200) throw new Error(`S3 answered ${status}: ${answer.toString()}`);
  return begun;
}

export function complete(api: TestApi, user: string, id: string): Promise<Answer> {
  return api.ask(user, COMPLETE, { id });
}

/** Uploads a file that must be accepted, and returns its id. */
export async function uploaded(
  api: TestApi,
  user: string,
  bytes: Uint8Array = PDF,
  changes: object = {},
): Promise<string> {
  const { id } = await send(api, user, bytes, changes);
  const { errors } = await complete(api, user, id);
  if (errors[0]) throw new Error(errors[0].message);
  return id;
}

/** Gets what a link leads to. */
export function follow(api: TestApi, url: string): Promise<S3Reply> {
  return sendSigned(api.files, { method: 'GET', url });
}

/** Returns the bytes of a tenant's files, as its quota shows them. */
export async function bytesUsed(api: TestApi, user: string): Promise<unknown> {
  const { data } = await api.ask(user, '{ tenant { quota { storageBytesUsed } } }');
  return (data?.['tenant'] as { quota: { storageBytesUsed: number } }).quota.storageBytesUsed;
}
