import path from 'node:path';

/** The repository's root folder, as an absolute path. */
export const repositoryRoot = path.resolve(import.meta.dirname, '..');

/** The build's output folder, which Git ignores. */
export const outFolder = path.join(repositoryRoot, 'out');
