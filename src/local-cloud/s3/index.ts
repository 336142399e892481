export { localS3, type LocalS3, type LocalS3Options } from './local-s3.ts';
export type { BucketOptions } from './open-bucket.ts';
export type { CorsRule } from './cors.ts';
export type { BridgeEvent, ObjectDetail, S3Event, ScanDetail, ScanEvent } from './events/event.ts';
export type { S3Door } from './http-door.ts';
export { openObjects } from './storage/objects.ts';
