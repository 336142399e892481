import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';

import { domainOf } from './mail-domain.ts';
import type { Mail } from './stage.ts';

/**
 * Lets a role send mails from the address of the stage by Amazon SES, and from no other. SES asks for the right on the identity
 * of the address if there is one, else on that of its domain. It also asks for the right on a configuration set if the identity
 * names one as its default (aws-cdk issue 34402).
 */
export function grantMail(role: IRole, { from }: Mail): void {
  const arn = (resource: string, resourceName: string): string =>
    Stack.of(role).formatArn({
      service: 'ses',
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [arn('identity', domainOf(from)), arn('identity', from), arn('configuration-set', '*')],
      conditions: { StringEquals: { 'ses:FromAddress': from } },
    }),
  );
}
