import path from 'node:path';

/** The project's or the package's root: two folders up from src-main/cli as well as from dist/main. */
const ROOT = path.resolve(import.meta.dirname, '../..');

/** What ships beside the code. */
export const RESOURCES_DIR = path.join(ROOT, 'resources');
/** The built renderer. */
export const RENDERER_DIR = path.join(ROOT, 'dist', 'renderer');
