import { domainOf } from '../lib/mail-domain.ts';
import type { Stage } from '../lib/stage.ts';
import type { Account } from './account.ts';
import { ask } from './aws-cli.ts';
import type { Finding } from './finding.ts';

/** Checks the senders of mails: Cognito refuses one whose domain is not verified, and a sandbox mails to few. */
export function mailFindings(account: Account, stages: readonly Stage[]): Promise<Finding>[] {
  const domains = new Set(
    stages.flatMap((stage) => (stage.mail === null ? [] : [domainOf(stage.mail.from)])),
  );
  return domains.size === 0
    ? []
    : [...[...domains].map((domain) => identity(account, domain)), sandbox(account)];
}

async function identity(account: Account, domain: string): Promise<Finding> {
  const answer = await ask(account, ['sesv2', 'get-email-identity', '--email-identity', domain]);
  return answer?.['VerifiedForSendingStatus'] === true
    ? { is: 'ok', says: `Amazon SES may send mails of ${domain}.` }
    : {
        is: 'missing',
        says: `Amazon SES has not verified ${domain} in ${account.region}: aws sesv2 create-email-identity --email-identity ${domain}, then add the DNS records that it shows.`,
      };
}

async function sandbox(account: Account): Promise<Finding> {
  const answer = await ask(account, ['sesv2', 'get-account']);
  return answer?.['ProductionAccessEnabled'] === true && answer['SendingEnabled'] === true
    ? { is: 'ok', says: 'Amazon SES may send mails to everyone.' }
    : {
        is: 'advice',
        says: `Amazon SES is in its sandbox in ${account.region}, so it mails to verified addresses alone: request production access in its console.`,
      };
}
