import { didYouMean, type Problem } from '../../model/index.ts';
import { COMMON_PLACEHOLDERS, MAIL_KINDS, NEEDED, PLACEHOLDERS, type MailKind } from './kinds.ts';

/** The templates of one kind of mail. */
export interface MailTemplate {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type MailTemplates = Readonly<Record<MailKind, MailTemplate>>;

/** A file of templates: its path, and its name without the folder. */
export interface TemplateFile {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/** Matches a placeholder: `{{tenant.name}}`. */
export const PLACEHOLDER = /\{\{\s*([\w.-]*)\s*\}\}/g;

/** What a text may not have, with what to do about it. */
const FORBIDDEN: readonly { readonly what: RegExp; readonly message: string; readonly hint: string }[] = [
  {
    what: /<\s*(script|style)\b[^>]*>[^]*?\{\{/i,
    message: 'A placeholder is in a script or a style.',
    hint: 'Move it into the text: only there its value is escaped.',
  },
  {
    what: /=\s*\{\{/,
    message: 'A placeholder is an attribute without quotes.',
    hint: 'Write quotes around it: href="{{invitation.link}}".',
  },
];

/**
 * Reads the templates of mails. Each kind has `<kind>.txt`, whose first line is the subject, and `<kind>.html`. Collects every
 * mistake as a Problem with its place.
 * @param folder the path in messages: `mail`
 */
export function readMailTemplates(
  files: readonly TemplateFile[],
  folder: string,
): { readonly templates: MailTemplates; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const wanted = MAIL_KINDS.flatMap((kind) => [`${kind}.txt`, `${kind}.html`]);
  for (const { name, file } of files.filter((one) => !wanted.includes(one.name)))
    problems.push({
      severity: 'error',
      code: 'unknown-mail',
      message: `The file "${file}" is the template of no mail.`,
      hint: didYouMean(name, wanted) ?? `Name it as one of these: ${wanted.join(', ')}.`,
    });
  const read = (kind: MailKind, ending: 'txt' | 'html'): string => {
    const found = files.find(({ name }) => name === `${kind}.${ending}`);
    if (!found) {
      problems.push({
        severity: 'error',
        code: 'missing-mail',
        message: `There is no template "${folder}/${kind}.${ending}".`,
        hint: 'Write it: each mail has a text and an HTML version.',
      });
      return '';
    }
    const text = found.text.replaceAll('\r\n', '\n');
    problems.push(...problemsOf(kind, { ...found, text }));
    return text;
  };
  const templates = Object.fromEntries(
    MAIL_KINDS.map((kind) => {
      const [subject = '', ...lines] = read(kind, 'txt').split('\n');
      const template = {
        subject: subject.trim(),
        text: lines.join('\n').trim(),
        html: read(kind, 'html').trim(),
      };
      return [kind, template];
    }),
  ) as Record<MailKind, MailTemplate>;
  return { templates, problems };
}

function problemsOf(kind: MailKind, { file, name, text }: TemplateFile): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (code: string, message: string, hint: string | undefined, index: number): void => {
    problems.push({
      severity: 'error',
      code,
      message,
      ...(hint !== undefined && { hint }),
      at: placeOf(file, text, index),
    });
  };
  const allowed: readonly string[] = [...COMMON_PLACEHOLDERS, ...PLACEHOLDERS[kind]];
  const used = [...text.matchAll(PLACEHOLDER)];
  for (const { 1: placeholder = '', index } of used)
    if (!allowed.includes(placeholder))
      report(
        'unknown-placeholder',
        `The mail "${kind}" has no placeholder "${placeholder}".`,
        didYouMean(placeholder, allowed) ?? `It has ${allowed.join(', ')}.`,
        index,
      );
  const rest = text.replace(PLACEHOLDER, (whole) => ' '.repeat(whole.length));
  const open = /\{\{|\}\}/.exec(rest);
  if (open)
    report(
      'broken-placeholder',
      'A placeholder is not complete.',
      'Write it as {{tenant.name}}.',
      open.index,
    );
  for (const needed of NEEDED[kind] ?? [])
    if (!used.some(({ 1: placeholder }) => placeholder === needed))
      report('missing-placeholder', `The mail needs the placeholder "${needed}".`, `Write {{${needed}}}.`, 0);
  if (text.trim() === '') report('empty-mail', 'The template is empty.', undefined, 0);
  else if (name.endsWith('.txt')) problems.push(...subjectProblems(file, text));
  else
    for (const { what, message, hint } of FORBIDDEN) {
      const found = what.exec(text);
      if (found) report('unsafe-placeholder', message, hint, found.index);
    }
  return problems;
}

function subjectProblems(file: string, text: string): readonly Problem[] {
  const [subject = '', ...body] = text.split('\n');
  const at = { file, line: 1, column: 1 };
  const problem = (message: string, hint: string): Problem => ({
    ...{ severity: 'error', code: 'no-subject', message, hint, at },
  });
  if (subject.trim() === '')
    return [problem('The first line is empty.', 'Write the subject of the mail there.')];
  return body.join('').trim() === ''
    ? [problem('The mail has no text below its subject.', 'Write the text from the third line on.')]
    : [];
}

function placeOf(file: string, text: string, index: number): NonNullable<Problem['at']> {
  const before = text.slice(0, index).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
