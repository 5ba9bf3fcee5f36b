import path from 'node:path';

export const repositoryRoot = path.dirname(import.meta.dirname);
