import { textScalar } from './text-scalar.ts';

const LOCAL_PART = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * A valid e-mail address as the HTML standard defines it (§4.10.5.1.5), a wilful simplification of RFC 822.
 * It has no quoted local parts, comments, domain literals or letters beyond ASCII; `a@b` is valid.
 * Our choice: at most 64 characters before the @ and 254 in all (RFC 5321 §4.5.3.1).
 */
export const awsEmail = textScalar({
  name: 'AWSEmail',
  description: 'An e-mail address, local-part@domain-part: ada@example.com.',
  expected: 'an address such as ada@example.com in ASCII, at most 64 characters before the @',
  maxLength: 254,
  accepts(text) {
    const [local = '', domain = '', ...more] = text.split('@');
    return (
      more.length === 0 && LOCAL_PART.test(local) && domain.split('.').every((label) => LABEL.test(label))
    );
  },
  // No mail host that matters distinguishes the case of a local part, and people do not remember how they wrote it.
  comparison: { formOf: (text) => text.toLowerCase(), parts: true },
});
