import { useState } from 'react';

import { Challenge } from './challenge.tsx';
import type { Invitation } from './deep-link.ts';
import { Field } from './field.tsx';
import type { SessionStore, SessionView } from './session.ts';

interface InvitedProps {
  readonly store: SessionStore;
  readonly view: SessionView;
  readonly invitation: Invitation;
  readonly onDismiss: () => void;
}

/** The step of an invited person who is not signed in. */
type Step = 'sign-up' | 'code' | 'sign-in';

/** Leads an invited person into the tenant: by a new account, or by the one that they have. */
export function Invited({ store, view, invitation, onDismiss }: InvitedProps) {
  const { tenant, email } = invitation;
  const { session, busy, notice, asked } = view;
  return (
    <main className="tq-panel">
      <h2>Join {tenant}</h2>
      <p className="tq-quiet">You are invited as {email}.</p>
      {notice && (
        <p className="tq-notice" role="alert">
          {notice}
        </p>
      )}
      {session ? (
        <button
          type="button"
          className="tq-primary"
          disabled={busy}
          onClick={() => void store.acceptInvitation(invitation)}
        >
          Accept as {session.username}
        </button>
      ) : asked ? (
        <Challenge key={asked.question.kind} {...asked} busy={busy} />
      ) : (
        <Account store={store} busy={busy} invitation={invitation} />
      )}
      <p className="tq-quiet">
        <button type="button" onClick={onDismiss}>
          Not now
        </button>
      </p>
    </main>
  );
}

/** Shows the form of the step: a new account, its code, or the sign-in. */
function Account({
  store,
  busy,
  invitation,
}: Pick<InvitedProps, 'store' | 'invitation'> & { busy: boolean }) {
  const [step, setStep] = useState<Step>('sign-up');
  const [username, setUsername] = useState(invitation.email.split('@', 1)[0] ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = async () => {
    const name = username.trim();
    if (step === 'sign-in') await store.signIn(name, password);
    else if (step === 'code') await store.confirmSignUp(invitation, { username: name, password, code });
    else if (await store.signUp(invitation, name, password)) setStep('code');
  };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {step === 'code' ? (
          <Field
            label="Code from your mail"
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
          />
        ) : (
          <>
            <Field
              label="User name"
              value={username}
              onChange={setUsername}
              autoComplete="username"
              autoCapitalize="none"
            />
            <Field
              label="Password"
              type="password"
              value={password}
              onChange={setPassword}
              autoComplete={step === 'sign-up' ? 'new-password' : 'current-password'}
              autoFocus
            />
          </>
        )}
        <button type="submit" className="tq-primary" disabled={busy}>
          {LABELS[step]}
        </button>
      </form>
      {step !== 'code' && (
        <p className="tq-quiet">
          {step === 'sign-up' ? 'You have an account? ' : 'You have no account? '}
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              setStep(step === 'sign-up' ? 'sign-in' : 'sign-up');
            }}
          >
            {step === 'sign-up' ? 'Sign in instead' : 'Create one'}
          </button>
        </p>
      )}
    </>
  );
}

const LABELS: Readonly<Record<Step, string>> = {
  'sign-up': 'Create account',
  code: 'Confirm',
  'sign-in': 'Sign in',
};
