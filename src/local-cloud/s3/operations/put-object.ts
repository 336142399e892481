import { fieldsOf, header, needKey, needObject, type Call, type Operation } from '../call.ts';
import { checksumHeader, type Checksum } from '../body/checksums.ts';
import { receive, type Received } from '../body/receive.ts';
import { WRITE_CONDITIONS, writeCondition } from '../conditions.ts';
import { PROPERTY_HEADERS, storedHeaders, tagsInHeader } from '../properties.ts';

/** Headers about a body, as a pattern. */
export const BODY_HEADERS =
  'content-md5|x-amz-(checksum-.+|sdk-checksum-algorithm|trailer|decoded-content-length|content-sha256)';

export const putObject: Operation = {
  parameters: [],
  headers: new RegExp(`^(${WRITE_CONDITIONS}|${PROPERTY_HEADERS}|${BODY_HEADERS})$`),
  async run(call) {
    const { objects } = call.bucket;
    const tags = tagsInHeader(call);
    const tagged = Object.keys(tags).length > 0;
    needObject(call, ['PutObject', ...(tagged ? (['PutObjectTagging'] as const) : [])], tags);
    needKey(call, ['GenerateDataKey']);
    const headers = storedHeaders(call);
    const allow = writeCondition(call);
    // Refuse before the body comes, where that is possible.
    allow(await objects.entry(call.key));
    return objects.stage(async (file) => {
      const { checksum } = await receiveBody(call, file);
      const object = { reason: 'PutObject', headers, tags, checksum, upload: null, allow };
      const { etag } = await objects.commit(call.key, file, object);
      return { status: 200, headers: { etag, ...checksumHeaders(checksum) } };
    });
  },
};

/** Writes the body of a call to a new file. */
export function receiveBody(call: Call, file: string): Promise<Received> {
  const { body } = call.request;
  return receive({ body, header: (name) => header(call, name), fields: fieldsOf(call) }, file);
}

export function checksumHeaders(checksum: Checksum | null): Readonly<Record<string, string>> {
  return checksum === null
    ? {}
    : { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
