import type { WebConfig } from '../config.ts';
import type { SessionStore } from './session.ts';

interface SeededUserSelectProps {
  readonly config: WebConfig;
  readonly store: SessionStore;
  readonly busy: boolean;
  readonly username?: string;
}

/** Signs in as the chosen user of the seed, by the same SRP sign-in as the form. Shows nothing if there is no seed. */
export function SeededUserSelect({ config, store, busy, username }: SeededUserSelectProps) {
  if (config.users.length === 0) return null;
  const current = config.users.some((user) => user.username === username) ? username : '';
  return (
    <label className="tq-field">
      Seeded user
      <select
        value={current}
        disabled={busy}
        onChange={(event) => {
          const user = config.users.find((each) => each.username === event.target.value);
          if (user) void store.signIn(user.username, user.password);
        }}
      >
        <option value="" disabled>
          Choose…
        </option>
        {config.users.map((user) => (
          <option key={user.username} value={user.username}>
            {user.label}
          </option>
        ))}
      </select>
    </label>
  );
}
