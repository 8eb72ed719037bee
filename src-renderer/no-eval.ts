import { z } from 'zod';

/**
 * The contract builds zod schemas when it is loaded, and zod then tries whether it may compile code. The page's
 * Content-Security-Policy forbids that and would report the try as an attack. Imported before everything else.
 */
z.config({ jitless: true });
