import { bundle } from '../bundle.ts';

/** Bundles the functions into a folder: `bundle.ts <folder> <generated files of the app> <folder with binaries>`. */
const [into = '', generated = '', images = ''] = process.argv.slice(2);

void bundle({ into, generated, images });
