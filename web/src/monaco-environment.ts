/** The address of each worker. The build writes it. */
declare const WORKER_URLS: Readonly<Record<string, string>>;

/** Monaco requests its workers here. They are files of this origin, so that the content policy needs no exception. */
window.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(WORKER_URLS[label] ?? WORKER_URLS['editor'] ?? ''),
};

// Monaco cancels its computations when an editor closes, as at sign-out. That is no error.
window.addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof Error && event.reason.name === 'Canceled') event.preventDefault();
});
