import type { WebConfig } from '../config.ts';
import { callCognito, CognitoError } from './call-cognito.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { Invitation } from './deep-link.ts';
import { confirmSignUp, signUp } from './sign-up.ts';
import { signInBySrp } from './sign-in-by-srp.ts';
import type { Question, SignIn } from './sign-in-by-srp.ts';
import { readSession, storedTokens, storeTokens } from './tokens.ts';
import type { Session, Tokens } from './tokens.ts';

/** What the page shows of the session at one moment. */
export interface SessionView {
  readonly session?: Session;
  /** A sentence for the user: why a sign-in failed, or that the session has ended. */
  readonly notice?: string;
  readonly busy: boolean;
  /** Present while a sign-in needs more than the password. */
  readonly asked?: { readonly question: Question; readonly answer: (text: string) => Promise<void> };
  /** The count of sign-ins and tenant switches, without silent refreshes. GraphiQL restarts with each. */
  readonly generation: number;
}

/** An account that was made a moment ago, and the code that proves its address. */
export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly code: string;
}

export interface SessionStore {
  readonly view: () => SessionView;
  readonly subscribe: (listener: () => void) => () => void;
  readonly signIn: (username: string, password: string) => Promise<void>;
  readonly switchTenant: (tenant: string) => Promise<void>;
  /** Makes an account for an invited person. Returns whether Cognito has sent a code. */
  readonly signUp: (invitation: Invitation, username: string, password: string) => Promise<boolean>;
  /** Proves the address of a new account, which accepts the invitation, and signs in. */
  readonly confirmSignUp: (invitation: Invitation, account: NewAccount) => Promise<void>;
  /** Accepts an invitation as the signed-in user, and enters its tenant. */
  readonly acceptInvitation: (invitation: Invitation) => Promise<void>;
  /** Forgets the tokens and revokes the refresh token. */
  readonly signOut: () => void;
  /** Ends the session, because the server has refused the token. */
  readonly end: () => void;
  /** Returns an access token with at least a minute to live, refreshed silently if needed; undefined if signed out. */
  readonly accessToken: () => Promise<string | undefined>;
}

const unusable =
  'You cannot use this invitation: it is for another address, has expired, was revoked, or was accepted before.';
export const sessionEnded = 'Your session has ended. Sign in again.';
const refreshBefore = 60_000;

/** Opens the session of this browser tab: the stored one if there is one. */
export function openSession(config: WebConfig): SessionStore {
  const stored = storedTokens(config.clientId);
  let view: SessionView = { busy: false, generation: 0, ...(stored && { session: readSession(stored) }) };
  let refreshing: Promise<void> | undefined;
  const listeners = new Set<() => void>();

  const show = (next: Omit<SessionView, 'generation'>, generation = view.generation) => {
    view = { ...next, generation };
    storeTokens(config.clientId, view.session);
    for (const listener of listeners) listener();
  };
  const begin = (tokens: Tokens) => {
    show({ busy: false, session: readSession(tokens) }, view.generation + 1);
  };
  const end = () => {
    if (view.session) show({ busy: false, notice: sessionEnded });
  };

  /** Runs one step of a sign-in. A refusal becomes the notice. */
  const attempt = async (step: () => Promise<void>) => {
    const { notice: _old, ...rest } = view;
    show({ ...rest, busy: true });
    try {
      await step();
    } catch (error) {
      show({ ...view, busy: false, notice: error instanceof Error ? error.message : String(error) });
    }
  };
  const goOn = (signIn: SignIn) => {
    if (signIn.kind === 'signed-in') {
      begin(signIn.tokens);
      return;
    }
    const answer = (text: string) =>
      attempt(async () => {
        goOn(await signIn.answer(text));
      });
    show({ busy: false, asked: { question: signIn.question, answer } });
  };

  const refresh = async ({ refreshToken, tenant }: Session) => {
    try {
      const session = readSession(await refreshTokens(config, refreshToken, tenant ? { tenant } : undefined));
      if (view.session?.refreshToken === refreshToken) show({ ...view, session });
    } catch (error) {
      if (!(error instanceof CognitoError)) throw error;
      end();
    }
  };

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signIn: (username, password) =>
      attempt(async () => {
        goOn(await signInBySrp(config, username, password));
      }),
    switchTenant: (tenant) =>
      attempt(async () => {
        if (view.session) begin(await refreshTokens(config, view.session.refreshToken, { tenant }));
      }),
    signUp: async (invitation, username, password) => {
      let isSent = false;
      await attempt(async () => {
        await signUp(config, invitation, username, password);
        isSent = true;
        show({ busy: false });
      });
      return isSent;
    },
    confirmSignUp: (invitation, { username, password, code }) =>
      attempt(async () => {
        await confirmSignUp(config, invitation, username, code.trim());
        goOn(await signInBySrp(config, username, password));
      }),
    acceptInvitation: ({ token, tenant }) =>
      attempt(async () => {
        if (!view.session) return;
        const tokens = await refreshTokens(config, view.session.refreshToken, { invitation: token });
        if (readSession(tokens).tenant !== tenant) throw new Error(unusable);
        begin(tokens);
      }),
    signOut: () => {
      const token = view.session?.refreshToken;
      show({ busy: false });
      // The page has already forgotten the tokens. Cognito's revocation is a courtesy.
      if (token) {
        callCognito('RevokeToken', { Token: token, ClientId: config.clientId }).catch(() => undefined);
      }
    },
    end,
    accessToken: async () => {
      const { session } = view;
      if (session && session.expiresAt - Date.now() < refreshBefore) {
        refreshing ??= refresh(session).finally(() => {
          refreshing = undefined;
        });
        await refreshing;
      }
      return view.session?.accessToken;
    },
  };
}
