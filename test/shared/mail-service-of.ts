import type { Mail, Mailer, MailService } from '../../src/platform/index.ts';

/** Returns how tests send mails: from Example, with links to its app. */
export function mailServiceOf(mailer: Mailer): MailService {
  return {
    mailer,
    from: { address: 'hello@example.com', name: 'Example' },
    appUrl: 'https://app.example.com',
  };
}

/** Opens a mailer that puts each mail into a list. */
export function openOutbox(mails: Mail[]): Mailer {
  return {
    send(mail) {
      mails.push(mail);
      return Promise.resolve();
    },
  };
}
