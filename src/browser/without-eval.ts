/**
 * Tells zod, before it is loaded, to compile no checks from text: the page's policy forbids it, and a browser reports even
 * the attempt.
 * @module
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
