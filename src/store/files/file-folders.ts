/** The folder of what is uploaded through the API: `uploads/<tenant>/<file id>/…`. Browsers reach it by signed links alone. */
export const MANAGED_FOLDER = 'uploads';

/** The folder that browsers reach with a session of their tenant: `files/<tenant>/…`. */
export const DIRECT_FOLDER = 'files';
