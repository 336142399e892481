import { needExisting, type Call, type Operation } from '../call.ts';
import { objectRequest } from '../permissions.ts';
import { checkedTags } from '../properties.ts';
import { malformedXml } from '../s3-failure.ts';
import { need } from '../call.ts';
import { documentOf, element, escape } from '../xml/write.ts';
import { elementsIn, textIn } from '../xml/read.ts';
import { bodyText } from './body-text.ts';
import { BODY_HEADERS } from './put-object.ts';

const parameters = ['tagging'];

export const getObjectTagging: Operation = {
  parameters,
  headers: /^$/,
  async run(call) {
    const found = await call.bucket.objects.entry(call.key);
    const entry = await needExisting(call, ['GetObjectTagging'], found);
    const tags = Object.entries(await call.bucket.objects.tagsOf(entry));
    const set = tags.map(([key, value]) =>
      element('Tag', element('Key', escape(key)), element('Value', escape(value))),
    );
    return { status: 200, headers: {}, body: documentOf('Tagging', element('TagSet', ...set)) };
  },
};

export const putObjectTagging: Operation = {
  parameters,
  headers: new RegExp(`^(${BODY_HEADERS})$`),
  async run(call) {
    const text = await bodyText(call);
    if (elementsIn(text, 'TagSet').length !== 1) throw malformedXml();
    const tags = checkedTags(
      elementsIn(text, 'Tag').map((tag) => [textIn(tag, 'Key') ?? '', textIn(tag, 'Value') ?? ''] as const),
    );
    return replaceTags(call, 'PutObjectTagging', tags);
  },
};

export const deleteObjectTagging: Operation = {
  parameters,
  headers: /^$/,
  run: (call) => replaceTags(call, 'DeleteObjectTagging', {}),
};

async function replaceTags(
  call: Call,
  action: 'PutObjectTagging' | 'DeleteObjectTagging',
  given: Readonly<Record<string, string>>,
) {
  const { bucket, key, context } = call;
  const found = await bucket.objects.entry(key);
  const existing = found ? await bucket.objects.tagsOf(found) : {};
  need(call, [objectRequest(action, bucket.name, key, context, { existing, given })]);
  const entry = await needExisting(call, [], found);
  await bucket.objects.tag(entry, given);
  return { status: action === 'PutObjectTagging' ? 200 : 204, headers: {} };
}
