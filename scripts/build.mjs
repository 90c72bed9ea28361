// Everything that the package ships in dist/: the compiled program, and the living page.
await import('./compile.mjs');
await import('./build-lecture.mjs');
