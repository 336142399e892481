/** The parts of a link such as `/#user=carol&query=%7B…%7D`. */
export interface DeepLink {
  readonly user?: string;
  readonly query?: string;
}

/** Reads the link and removes it from the address, so that a reload keeps later changes. */
export function takeDeepLink(): DeepLink {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const user = fragment.get('user');
  const query = fragment.get('query');
  if (window.location.hash) window.history.replaceState(null, '', window.location.pathname);
  return { ...(user && { user }), ...(query && { query }) };
}
