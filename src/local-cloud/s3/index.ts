export { localS3, type LocalS3Options } from './local-s3.ts';
export { openObjects } from './objects.ts';
