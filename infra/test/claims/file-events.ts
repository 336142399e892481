import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, names } from './claim.ts';
import { matchesEvent, type Pattern } from './event-pattern.ts';

interface Target {
  readonly Arn: unknown;
  DeadLetterConfig?: { readonly Arn: unknown } | undefined;
}

/** Returns the rules that send what happens in the bucket of files. */
function rulesOf(template: Template): [string, Resource][] {
  return ofType(template, 'AWS::Events::Rule').filter(([, { Properties }]) =>
    names(Properties['EventPattern'], '"DataFiles'),
  );
}

const isScanned = (template: Template): boolean =>
  ofType(template, 'AWS::GuardDuty::MalwareProtectionPlan').length > 0;

/** Returns whether a rule sends an event. The bucket is named by reference, here and in the pattern. */
function isSent(template: Template, event: object): boolean {
  return rulesOf(template).some(([, { Properties }]) => {
    const pattern = JSON.parse(
      JSON.stringify(Properties['EventPattern']).replaceAll(/\{"Ref":"DataFiles[0-9A-F]{8}"\}/g, '"ours"'),
    ) as Pattern;
    return matchesEvent(pattern, event);
  });
}

const ofBucket = (what: string, key: string, name = 'ours'): object => ({
  source: 'aws.s3',
  'detail-type': `Object ${what}`,
  detail: { bucket: { name }, object: { key } },
});
const ofScan = (objectKey: string, bucketName = 'ours'): object => ({
  source: 'aws.guardduty',
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  detail: { s3ObjectDetails: { bucketName, objectKey } },
});

/** The events of which the function hears. */
const HEARD = [
  ofBucket('Created', 'uploads/acme/1/original'),
  ofBucket('Created', 'files/acme/a/photo.png'),
  ofBucket('Deleted', 'files/acme/a/photo.png'),
];
const SCANS = [ofScan('uploads/acme/1/original'), ofScan('files/acme/a/photo.png')];
/** Those of which it must not hear: of its own thumbnails, of what the system deletes, and of other buckets. */
const UNHEARD = [
  ofBucket('Created', 'uploads/acme/1/w256.webp'),
  ofBucket('Created', 'malware-protection-resource-validation-object'),
  ofBucket('Deleted', 'uploads/acme/1/original'),
  ofBucket('Tags Added', 'files/acme/a/photo.png'),
  ofBucket('Created', 'files/acme/a/photo.png', 'theirs'),
  ofScan('uploads/acme/1/w256.webp'),
  ofScan('files/acme/a/photo.png', 'theirs'),
];

/** Claims about what calls the function `files`. */
export const fileEvents: readonly Claim[] = [
  {
    title:
      'the function files hears of new uploads, and of what browsers write and delete, and of nothing else',
    faults: (template) => [
      ...[...HEARD, ...(isScanned(template) ? SCANS : [])]
        .filter((event) => !isSent(template, event))
        .map((event) => `not sent: ${JSON.stringify(event)}`),
      ...UNHEARD.filter((event) => isSent(template, event)).map((event) => `sent: ${JSON.stringify(event)}`),
    ],
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Events::Rule', /^FileEventsCreated/);
      Properties['EventPattern'] = JSON.parse(
        JSON.stringify(Properties['EventPattern']).replace('uploads/*/original', 'uploads/*'),
      );
    },
  },
  {
    title: 'the bucket of files sends its events to EventBridge, and needs no other function for it',
    faults: (template) =>
      ofType(template, 'AWS::S3::Bucket')
        .filter(([id]) => id.startsWith('DataFiles') && !id.startsWith('DataFileLogs'))
        .filter(
          ([, { Properties }]) =>
            !names(Properties['NotificationConfiguration'], '"EventBridgeEnabled":true'),
        )
        .map(([id]) => id)
        .concat(ofType(template, 'Custom::S3BucketNotifications').map(([id]) => id)),
    breakIt: (template) => {
      delete first(template, 'AWS::S3::Bucket', /^DataFiles/).Properties['NotificationConfiguration'];
    },
  },
  {
    title: 'events of files go to their queue, and to its dead letters if that fails',
    faults: (template) =>
      rulesOf(template).flatMap(([id, { Properties }]) => {
        const targets = list(Properties['Targets']) as Target[];
        return targets.length === 1 &&
          targets.every(
            ({ Arn, DeadLetterConfig }) =>
              names(Arn, '"QueuesFiles') && names(DeadLetterConfig, '"QueuesDeadFiles'),
          )
          ? []
          : [id];
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Events::Rule', /^FileEventsDeleted/);
      for (const target of list(Properties['Targets']) as Target[]) target.DeadLetterConfig = undefined;
    },
  },
];
