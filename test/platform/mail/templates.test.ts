import { readFileSync, readdirSync } from 'node:fs';

import { MAIL_KINDS, readMailTemplates } from '../../../src/platform/index.ts';
import { oneLine, plainAddress, senderOf } from '../../../src/platform/mail/headers.ts';
import { COMMON_PLACEHOLDERS, PLACEHOLDERS } from '../../../src/platform/mail/kinds.ts';
import { renderMail } from '../../../src/platform/mail/render.ts';
import { FIXTURE } from '../../../codegen/places.ts';

type Files = Readonly<Record<string, string>>;

const SOUND: Files = Object.fromEntries(
  readdirSync(FIXTURE.mails).map((name) => [name, readFileSync(`${FIXTURE.mails}/${name}`, 'utf8')]),
);

const read = (changed: Files) =>
  readMailTemplates(
    Object.entries({ ...SOUND, ...changed }).map(([name, text]) => ({ file: `mail/${name}`, name, text })),
    'mail',
  );
/** Returns the Problems as `code at line:column: message hint`. */
const problemsOf = (changed: Files): readonly string[] =>
  read(changed).problems.map(
    ({ code, at, message, hint = '' }) =>
      `${code} at ${at?.line ?? 0}:${at?.column ?? 0}: ${message} ${hint}`,
  );

describe('readMailTemplates', () => {
  it('finds no Problem in the templates of the fixture, and a subject and two bodies for each kind', () => {
    const { templates, problems } = read({});
    expect(problems).toEqual([]);
    expect(Object.keys(templates)).toEqual(MAIL_KINDS);
    for (const { subject, text, html } of Object.values(templates)) {
      expect(subject).not.toContain('\n');
      expect([text.length > 20, html.length > 20]).toEqual([true, true]);
    }
  });

  it('reports an unknown placeholder with its place and what was meant', () => {
    expect(
      problemsOf({ 'tenant-resumed.txt': 'Hello\n\nDear {{tenant.nam}}, {{ invitation.link }}\n' }),
    ).toEqual([
      'unknown-placeholder at 3:6: The mail "tenant-resumed" has no placeholder "tenant.nam". Did you mean "tenant.name"?',
      'unknown-placeholder at 3:22: The mail "tenant-resumed" has no placeholder "invitation.link". It has tenant.name, tenant.id, sender.name, app.url.',
    ]);
  });

  it.each<[string, Files, string]>([
    [
      'a missing file',
      { 'invitation.html': '' },
      'missing-placeholder at 1:1: The mail needs the placeholder "invitation.link". Write {{invitation.link}}.',
    ],
    [
      'an open placeholder',
      { 'tenant-resumed.html': '<p>{{tenant.name</p>' },
      'broken-placeholder at 1:4: A placeholder is not complete. Write it as {{tenant.name}}.',
    ],
    [
      'an empty subject',
      { 'tenant-resumed.txt': '\nHello' },
      'no-subject at 1:1: The first line is empty. Write the subject of the mail there.',
    ],
    [
      'a mail without a text',
      { 'tenant-resumed.txt': 'Hello\n\n' },
      'no-subject at 1:1: The mail has no text below its subject. Write the text from the third line on.',
    ],
    [
      'an unknown file',
      { 'invitatoin.txt': 'Hello' },
      'unknown-mail at 0:0: The file "mail/invitatoin.txt" is the template of no mail. Did you mean "invitation.txt"?',
    ],
    [
      'a placeholder in a script',
      { 'tenant-resumed.html': '<script>a("{{tenant.name}}")</script>' },
      'unsafe-placeholder at 1:1: A placeholder is in a script or a style. Move it into the text: only there its value is escaped.',
    ],
    [
      'an attribute without quotes',
      { 'tenant-resumed.html': '<a href={{app.url}}>x</a>' },
      'unsafe-placeholder at 1:8: A placeholder is an attribute without quotes. Write quotes around it: href="{{invitation.link}}".',
    ],
  ])('reports %s', (_what, changed, problem) => {
    expect(problemsOf(changed)).toContain(problem);
  });

  it('reports each file that is missing', () => {
    expect(readMailTemplates([], 'mail').problems.map(({ message }) => message)).toEqual(
      MAIL_KINDS.flatMap((kind) => [
        `There is no template "mail/${kind}.txt".`,
        `There is no template "mail/${kind}.html".`,
      ]),
    );
  });
});

describe('renderMail', () => {
  const fill = (value: string) =>
    renderMail(
      {
        subject: 'To {{tenant.name}}',
        text: 'Dear {{tenant.name}}',
        html: '<p title="{{tenant.name}}">{{tenant.name}}</p>',
      },
      { 'tenant.name': value },
    );

  it('escapes a value in HTML and leaves it as it is in text', () => {
    expect(fill(`<img src=x onerror="a('b')"> & Co.`)).toEqual({
      subject: `To <img src=x onerror="a('b')"> & Co.`,
      text: `Dear <img src=x onerror="a('b')"> & Co.\n`,
      html:
        '<p title="&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; Co.">' +
        '&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; Co.</p>\n',
    });
  });

  it('keeps a subject to one line of 150 characters', () => {
    expect(fill('Acme\r\nBcc: all@example.com\u2028\u202E').subject).toBe('To Acme Bcc: all@example.com');
    expect(Array.from(fill('🚀'.repeat(500)).subject)).toHaveLength(150);
  });

  it('fills no placeholder that a value has', () => {
    expect(fill('{{app.url}} $& $1').text).toBe('Dear {{app.url}} $& $1\n');
  });

  it('removes control characters, which could hide text in a terminal', () => {
    expect(fill('A\u001b[2Jc\u0000me').text).toBe('Dear A[2Jcme\n');
  });

  it('knows the placeholders of each kind', () => {
    const names = MAIL_KINDS.flatMap((kind) => [...COMMON_PLACEHOLDERS, ...PLACEHOLDERS[kind]]);
    for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
  });
});

describe('senderOf', () => {
  it.each([
    ['Acme via Example', '"Acme via Example" <a@b.c>'],
    ['A "quoted" \\ name', '"A \\"quoted\\" \\\\ name" <a@b.c>'],
    ['Acme\r\nBcc: all@b.c', '"Acme Bcc: all@b.c" <a@b.c>'],
    ['Acme" <evil@b.c>, "', '"Acme\\" <evil@b.c>, \\"" <a@b.c>'],
    ['Übung', '=?UTF-8?B?w5xidW5n?= <a@b.c>'],
    ['\r\n', 'a@b.c'],
  ])('writes %j as %s', (name, header) => {
    expect(senderOf(name, 'a@b.c')).toBe(header);
  });

  it('splits a long name beyond ASCII into encoded words of at most 75 characters', () => {
    const header = senderOf('Ü🚀'.repeat(200), 'a@b.c');
    const words = header.replace(' <a@b.c>', '').split(' ');
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) expect(word).toMatch(/^=\?UTF-8\?B\?[\w+/=]{1,63}\?=$/);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
    expect(decoded).toBe(oneLine('Ü🚀'.repeat(200), 70));
  });
});

describe('plainAddress', () => {
  it.each([
    ['kim@example.com', 'kim@example.com'],
    ["o'neil+tag@sub.example.com", "o'neil+tag@sub.example.com"],
    ['kim@bücher.example', 'kim@xn--bcher-kva.example'],
  ])('takes %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });

  it.each([
    'kim@example.com\r\nBcc: all@example.com',
    'kim@example.com, lee@example.com',
    'kim@example.com;lee@example.com',
    '"Kim" <kim@example.com>',
    '"kim lee"@example.com',
    'kim@exam\tple.com',
    'kim@-example.com',
    'kim@example.com(comment)',
    'kím@example.com',
    '@example.com',
    'kim@',
    'kim',
    '',
    `${'k'.repeat(65)}@example.com`,
    `kim@${'e'.repeat(64)}.com`,
  ])('refuses %j', (address) => {
    expect(plainAddress(address)).toBeNull();
  });
});
