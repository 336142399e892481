/** Written by the build: the address of each worker. */
declare const WORKER_URLS: Readonly<Record<string, string>>;

/** Monaco asks here for its workers. They are files of this origin, so that the content policy needs no exception. */
window.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(WORKER_URLS[label] ?? WORKER_URLS['editor'] ?? ''),
};

// Monaco cancels what it was computing when an editor goes, as at sign-out; that is no error.
window.addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof Error && event.reason.name === 'Canceled') event.preventDefault();
});
