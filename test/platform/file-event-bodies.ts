/** Events about the bucket of files, as EventBridge sends them. */

export const created = (key: string, size = 1, sequencer = '0001', etag = 'e'): object => ({
  'detail-type': 'Object Created',
  detail: { object: { key, size, sequencer, etag } },
});
export const deleted = (key: string, sequencer: string): object => ({
  'detail-type': 'Object Deleted',
  detail: { object: { key, sequencer } },
});
export const scanned = (objectKey: string, scanResultStatus: string, eTag = 'e'): object => ({
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  detail: {
    s3ObjectDetails: { objectKey, eTag },
    scanResultDetails: {
      scanResultStatus,
      threats: scanResultStatus === 'THREATS_FOUND' ? [{ name: 'EICAR-Test-File' }] : null,
    },
  },
});
