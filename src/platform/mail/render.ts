import { oneLine } from './headers.ts';
import type { Mail } from './mailer.ts';
import { PLACEHOLDER, type MailTemplate } from './read-templates.ts';

/** The values of placeholders: `tenant.name`. */
export type MailValues = Readonly<Record<string, string>>;

/** Characters of a subject. Mail programs show some 70. */
const MAX_SUBJECT = 150;

/** Fills a template. A value is text: it is escaped in HTML, and a placeholder in it stays as it is. */
export function renderMail(
  { subject, text, html }: MailTemplate,
  values: MailValues,
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const fill = (template: string, shown: (value: string) => string): string =>
    template.replace(PLACEHOLDER, (_whole, name: string) =>
      shown(Object.hasOwn(values, name) ? (values[name] ?? '') : ''),
    );
  return {
    subject: oneLine(fill(subject, same), MAX_SUBJECT),
    text: `${fill(text, printable)}\n`,
    html: `${fill(html, (value) => escapeHtml(printable(value)))}\n`,
  };
}

function same(value: string): string {
  return value;
}

/** Removes control characters but line ends and tabs. */
function printable(value: string): string {
  return value.replace(/[^\P{Cc}\n\t]/gu, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
