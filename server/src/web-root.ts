import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built web app lies, as seen from this folder and, in the built server, from the folder of its files. */
export const webRoot = join(dirname(fileURLToPath(import.meta.url)), '../../web/dist');
