import type { MailTemplates } from './read-templates.ts';

/** A mail to one address. */
export interface Mail {
  /** The id of the record and the place of the address: the same if the mail is sent again. */
  readonly id: string;
  /** The sender as the header `From` has it, in ASCII: `"Acme via Example" <hello@example.com>`. */
  readonly from: string;
  /** One plain address in ASCII: `kim@example.com`. */
  readonly to: string;
  /** One line of Unicode text. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The service that sends mails. AWS has Amazon SES, a laptop has a mailbox. */
export interface Mailer {
  /** @throws if the service did not take the mail, or may not have */
  send(mail: Mail): Promise<void>;
}

/** The service of a stage, the sender that mails name, and the app to which their links lead. */
export interface MailService {
  readonly mailer: Mailer;
  readonly from: {
    readonly address: string;
    /** The name of the sender: `Example`. Null shows the tenant's name alone. */
    readonly name: string | null;
  };
  /** The address of the app: `https://app.example.com`. */
  readonly appUrl: string;
}

/** How mails are written and sent. */
export interface Mailing {
  readonly service: MailService;
  readonly templates: MailTemplates;
}
