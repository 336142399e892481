import { useEffect, useRef, useState } from 'react';

import { prepareDocument } from './prepare-document.ts';
import type { SessionStore } from './session.ts';

interface ReferenceProps {
  /** The path of the OpenAPI document. */
  readonly document: string;
  readonly store: SessionStore;
}

/** Shows the reference of the REST API for one user in one tenant. "Try it out" sends requests with the user's token. */
export function Reference({ document: url, store }: ReferenceProps) {
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const domNode = place.current;
    if (!domNode) return;
    let left = false;
    showReference(domNode, url, store, () => left).catch(() => {
      setFailed(true);
    });
    return () => {
      left = true;
      domNode.replaceChildren();
    };
  }, [url, store]);
  return (
    <main className="tq-work tq-reference">
      {failed && (
        <p className="tq-notice" role="alert">
          The reference could not be loaded. Reload this page.
        </p>
      )}
      <div ref={place} />
    </main>
  );
}

/** Loads Swagger UI, which only a signed-in user needs, and shows the document in it. */
async function showReference(
  domNode: HTMLElement,
  url: string,
  store: SessionStore,
  hasLeft: () => boolean,
): Promise<void> {
  const token = await store.accessToken();
  const [{ SwaggerUIBundle }, response] = await Promise.all([
    import('./swagger-ui.ts'),
    fetch(url, { headers: { authorization: `Bearer ${token ?? ''}` } }),
  ]);
  if (response.status === 401) {
    store.end();
    return;
  }
  if (!response.ok) throw new Error(`The document was answered with ${response.status}.`);
  const document = (await response.json()) as Parameters<typeof prepareDocument>[0];
  if (hasLeft()) return;
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  window.document.documentElement.classList.toggle('dark-mode', isDark);
  SwaggerUIBundle({
    domNode,
    spec: prepareDocument(document, response.url),
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    defaultModelRendering: 'example',
    displayRequestDuration: true,
    filter: true,
    tryItOutEnabled: true,
    // The page gives the token: a user never has to paste one.
    persistAuthorization: false,
    // Else Swagger UI sends the document to a validator on the internet.
    validatorUrl: null,
    requestInterceptor: async (request) => {
      const token = await store.accessToken();
      if (token && isOurs(request.url))
        request.headers = { ...request.headers, authorization: `Bearer ${token}` };
      return request;
    },
    responseInterceptor: (response) => {
      if (response.status === 401) store.end();
      return response;
    },
  });
}

/** Returns whether a request goes to this server. Only those get the token. */
function isOurs(url: string): boolean {
  return new URL(url, window.location.href).origin === window.location.origin;
}
