/**
 * What may import what. This table is the architecture: `imports.test.ts` holds every file in
 * `src` and `lessons` to it, and a change of the layout starts here.
 */

export interface Rule {
  /** Other parts that this one may import, each through its index.ts. */
  readonly imports: readonly string[];
  /** Parts of which it may import types and nothing that runs. */
  readonly types?: readonly string[];
  /** Parts that it starts by address, `new URL('…', import.meta.url)`, and never imports. */
  readonly starts?: readonly string[];
  /** Parts that it collects with `import.meta.glob`. */
  readonly globs?: readonly string[];
  /** False where packages from npm are out of reach as well. */
  readonly packages?: false;
}

/** The longest key that a path starts with is the part that the file belongs to. */
export const RULES: Readonly<Record<string, Rule>> = {
  'src/contract': { imports: [] },
  // Comes before everything else in a page: without the contract's schemas.
  'src/fetching': { imports: [], types: ['src/contract'], packages: false },
  'src/fetching/browser': { imports: ['.engine'], types: ['src/fetching'], packages: false },
  'src/database': { imports: ['src/contract'] },
  'src/database/node': { imports: ['src/contract', 'src/database'] },
  'src/sandbox': { imports: ['src/contract', 'src/sandbox/compile'] },
  'src/sandbox/compile': { imports: ['src/contract'] },
  // In Node: realms as processes, the compiler in a thread.
  'src/sandbox/node': {
    imports: ['src/contract', 'src/sandbox', 'src/sandbox/build', 'src/sandbox/compile'],
    starts: ['src/sandbox/node'],
  },
  // The page's part of the sandbox, and what runs in its frame.
  'src/sandbox/frame': { imports: ['src/contract'], types: ['src/sandbox'] },
  'src/sandbox/frame/node': { imports: ['src/sandbox', 'src/sandbox/build'] },
  'src/checks': { imports: ['src/contract'] },
  'src/content': { imports: ['src/contract'] },
  // What PGlite boots from: written by src/database/node, fetched by the page.
  '.engine': { imports: [] },
  'src/engine': { imports: ['src/contract'] },
  'src/engine/browser': {
    imports: [
      'src/contract',
      'src/fetching',
      'src/fetching/browser',
      'src/engine',
      'src/sandbox',
      'src/sandbox/frame',
      '.engine',
    ],
    starts: ['src/worker.ts', 'src/sandbox/compile'],
  },
  'src/workbook': { imports: ['src/contract', 'src/engine'] },
  'src/styles': { imports: [] },
  'src/site.css': { imports: [] },
  'src/ui': {
    imports: ['src/contract', 'src/workbook', 'src/ui/base', 'src/styles', '.engine'],
    types: ['src/engine'],
  },
  // What every page has, and what only home has: a page fetches no element that it does not show.
  'src/ui/base': { imports: ['src/workbook'] },
  'src/ui/home': { imports: ['src/contract', 'src/workbook', 'src/ui/base'] },
  // At build time: the typings of what a learner's TypeScript may import, into .engine.
  'src/ui/node': { imports: [] },
  'src/embed': { imports: ['src/contract'] },
  // Breaks right answers on purpose: texts in, texts out.
  'src/mutate': { imports: ['src/contract'] },
  'src/cli': {
    imports: [
      'src/contract',
      'src/content',
      'src/fetching',
      'src/database',
      'src/database/node',
      'src/sandbox',
      'src/sandbox/node',
      'src/checks',
      'src/engine',
      'src/mutate',
    ],
  },
  'src/main.ts': {
    imports: [
      'src/contract',
      'src/content',
      'src/engine/browser',
      'src/workbook',
      'src/ui',
      'src/embed',
      'src/styles',
      'src/site.css',
    ],
  },
  // Nothing of what a lesson needs: no engine.
  'src/home.ts': { imports: ['src/contract', 'src/workbook', 'src/ui/base', 'src/ui/home'] },
  'src/head-start.ts': { imports: ['src/engine/browser'] },
  'src/worker.ts': {
    imports: ['src/fetching', 'src/fetching/browser', 'src/database-worker.ts'],
    types: ['src/contract'],
  },
  'src/database-worker.ts': {
    imports: ['src/contract', 'src/database', 'src/sandbox', 'src/checks'],
    globs: ['lessons', '.engine'],
  },
  lessons: { imports: ['src/contract', 'src/checks'], packages: false },
};

/** Parts whose files are imported one by one: they have no index.ts to go through. */
export const WITHOUT_INDEX: readonly string[] = [
  'src/database/node',
  'src/fetching/browser',
  'src/engine/browser',
  'src/ui/node',
  'src/sandbox/frame/node',
  'src/sandbox/compile',
  'src/sandbox/node',
  'src/cli',
  'src/database-worker.ts',
  '.engine',
  'src/styles',
  'src/site.css',
];

/** Parts of which each folder stands alone, so that a file may reach only its own folder. */
export const FOLDERS_STAND_ALONE: readonly string[] = ['lessons'];

/** Parts that reach the others by alias only, as somebody outside this repository would. */
export const BY_ALIAS_ONLY: readonly string[] = ['lessons'];

/** The aliases of package.json. */
export const ALIASES: Readonly<Record<string, string>> = {
  '#contract': 'src/contract/index.ts',
  '#checks': 'src/checks/index.ts',
};

/** Packages that one part wraps, so that no other knows they are there. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@electric-sql': ['src/database', 'src/database/node'],
  'monaco-editor': ['src/ui'],
  'd3-scale': ['src/ui'],
  'd3-shape': ['src/ui'],
  'libpg-query': ['src/mutate'],
};

/**
 * Learners' answers, and the drivers beside them, are no part of the program: they import what the
 * sandbox gives them. Nor are the tests that a lesson offers for other repositories.
 */
export const ANSWERS = /^lessons\/[^/]+\/(?:(?:starter|right|wrong|export)\/|driver\.ts$)/;

export const MAX_LINES = 400;
