import { useState } from 'react';

import type { WebConfig } from '../config.ts';
import { Challenge } from './challenge.tsx';
import { Field } from './field.tsx';
import { SeededUserSelect } from './seeded-user-select.tsx';
import type { SessionStore, SessionView } from './session.ts';

interface SignInProps {
  readonly config: WebConfig;
  readonly store: SessionStore;
  readonly view: SessionView;
  /** The user whom a link names. */
  readonly user: string | undefined;
}

/** Shows the sign-in form and the seeded users next to it. What Cognito demands after the password replaces it. */
export function SignIn({ config, store, view, user }: SignInProps) {
  const linked = config.users.find(({ username }) => username === user);
  const [username, setUsername] = useState(user ?? '');
  const [password, setPassword] = useState(linked?.password ?? '');
  const { busy, notice, asked } = view;
  return (
    <main className="tq-panel">
      <h2>Sign in</h2>
      <p className="tq-quiet">
        {config.plane === 'operator'
          ? 'For those who run the platform. The users of tenants sign in at '
          : 'GraphiQL opens in the tenant of the user who signs in. Operators sign in at '}
        <a href={config.plane === 'operator' ? '/' : '/operator'}>
          {config.plane === 'operator' ? '/' : '/operator'}
        </a>
        .
      </p>
      {notice && (
        <p className="tq-notice" role="alert">
          {notice}
        </p>
      )}
      {asked ? (
        <Challenge key={asked.question.kind} {...asked} busy={busy} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void store.signIn(username.trim(), password);
          }}
        >
          <Field
            label="User name"
            value={username}
            onChange={setUsername}
            autoComplete="username"
            autoCapitalize="none"
            placeholder="User name or e-mail"
            autoFocus
          />
          <Field
            label="Password"
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
          />
          <button type="submit" className="tq-primary" disabled={busy}>
            Sign in
          </button>
        </form>
      )}
      {config.users.length > 0 && <p className="tq-or">or, on this laptop, in one click</p>}
      <SeededUserSelect config={config} store={store} busy={busy} />
    </main>
  );
}
