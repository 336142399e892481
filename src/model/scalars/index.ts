import { awsDate } from './aws-date.ts';
import { awsDateTime } from './aws-date-time.ts';
import { awsEmail } from './aws-email.ts';
import { awsIpAddress } from './aws-ip-address.ts';
import { awsJson } from './aws-json.ts';
import { awsPhone } from './aws-phone.ts';
import type { AwsScalar, AwsScalarName } from './aws-scalar.ts';
import { awsTime } from './aws-time.ts';
import { awsTimestamp } from './aws-timestamp.ts';
import { awsUrl } from './aws-url.ts';

export type { AwsScalar, AwsScalarName };

/** AppSync's nine scalars by their GraphQL names. Their reference is docs/scalars.md. */
export const awsScalars: Readonly<Record<AwsScalarName, AwsScalar>> = {
  AWSDate: awsDate,
  AWSTime: awsTime,
  AWSDateTime: awsDateTime,
  AWSTimestamp: awsTimestamp,
  AWSEmail: awsEmail,
  AWSJSON: awsJson,
  AWSURL: awsUrl,
  AWSPhone: awsPhone,
  AWSIPAddress: awsIpAddress,
};
