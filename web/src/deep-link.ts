/** The invitation that a link in a mail names. */
export interface Invitation {
  readonly token: string;
  readonly tenant: string;
  readonly email: string;
}

/** The parts of a link such as `/#user=carol&query=%7B…%7D` or `/#invitation=…&tenant=acme&email=…`. */
export interface DeepLink {
  readonly user?: string;
  readonly query?: string;
  readonly invitation?: Invitation;
}

/**
 * Reads the link and removes it from the address, so that a reload keeps later changes, and the history holds no token of an
 * invitation.
 */
export function takeDeepLink(): DeepLink {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const user = fragment.get('user');
  const query = fragment.get('query');
  const [token, tenant] = [fragment.get('invitation'), fragment.get('tenant')];
  const email = fragment.get('email') ?? '';
  if (window.location.hash) window.history.replaceState(null, '', window.location.pathname);
  return {
    ...(user && { user }),
    ...(query && { query }),
    ...(token && tenant && { invitation: { token, tenant, email } }),
  };
}
