import { useState } from 'react';

import { Field } from './field.tsx';
import type { SessionView } from './session.ts';

type ChallengeProps = NonNullable<SessionView['asked']> & { readonly busy: boolean };

/** Shows what a sign-in needs after the password: one field, and an explanation of what to enter. */
export function Challenge({ question, answer, busy }: ChallengeProps) {
  const [text, setText] = useState('');
  const choosesPassword = question.kind === 'new-password';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void answer(choosesPassword ? text : text.replace(/\s/g, ''));
      }}
    >
      {question.kind === 'first-code' && (
        <p className="tq-quiet">
          Add an account to your authenticator app with this key, then type the code that it shows:{' '}
          <code className="tq-key">{question.secret}</code>
        </p>
      )}
      <Field
        label={choosesPassword ? 'New password' : 'Code of your authenticator'}
        type={choosesPassword ? 'password' : 'text'}
        value={text}
        onChange={setText}
        autoComplete={choosesPassword ? 'new-password' : 'one-time-code'}
        inputMode={choosesPassword ? undefined : 'numeric'}
        autoFocus
      />
      <button type="submit" className="tq-primary" disabled={busy}>
        {choosesPassword ? 'Set password and sign in' : 'Sign in'}
      </button>
    </form>
  );
}
