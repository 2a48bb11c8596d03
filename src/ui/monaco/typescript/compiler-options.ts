/**
 * Not `typescript`: for that name Monaco starts a language service of its own making, and with it
 * every feature of an editor that it has. Lessons get the service and the features of language.ts.
 */
export const TYPESCRIPT = 'lesson-typescript';

/** The same colours, and no service: for text that is shown and belongs to no program. */
export const TYPESCRIPT_SHOWN = 'lesson-typescript-shown';

/**
 * How the editor reads the learner's TypeScript. Numbers are TypeScript's own, since its types do
 * not come with the editor. The tests of the typings compile with the same options.
 */
export const COMPILER_OPTIONS = {
  /** ES2022 and what the sandbox adds to it, and nothing of a page: the sandbox has no DOM. */
  target: 9,
  lib: [
    'lib.es2023.d.ts',
    'lib.es2024.collection.d.ts',
    'lib.es2024.object.d.ts',
    'lib.es2024.promise.d.ts',
    'lib.esnext.array.d.ts',
    'lib.esnext.collection.d.ts',
    'lib.esnext.iterator.d.ts',
    'lib.esnext.promise.d.ts',
  ],
  types: [],
  /** ES modules, found as a bundler finds them: by package.json, with or without `.ts`. */
  module: 99,
  moduleResolution: 100,
  moduleDetection: 3,
  allowImportingTsExtensions: true,
  esModuleInterop: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/** Where a file of the lesson lies, so that `./db` and packages are found from it. */
export function addressOf(path: string): string {
  return `file:///${path}`;
}
