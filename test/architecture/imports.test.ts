import { describe, expect, it } from 'vitest';
import { filesUnder, textOf } from './project-files.ts';
import { ALIASES, ANSWERS, RULES } from './rules.ts';
import { violationsOf } from './violations.ts';

const sources = ['src', 'lessons']
  .flatMap((folder) => filesUnder(folder, /\.ts$/))
  .filter((path) => !path.endsWith('.d.ts') && !ANSWERS.test(path));

describe('the imports of this project', () => {
  it('are all allowed by the rules', () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap((path) => violationsOf(path, textOf(path)))).toEqual([]);
  });

  it('go by the aliases that package.json has', () => {
    const { imports } = JSON.parse(textOf('package.json')) as { imports: Record<string, string> };
    const expected = Object.entries(ALIASES).map(([alias, path]) => [alias, `./${path}`]);
    expect(imports).toEqual(Object.fromEntries(expected));
  });

  it('never form a circle between two parts', () => {
    const reach = (part: string, seen = new Set<string>()): Set<string> => {
      for (const next of [...(RULES[part]?.imports ?? []), ...(RULES[part]?.types ?? [])]) {
        if (!seen.has(next)) reach(next, seen.add(next));
      }
      return seen;
    };
    expect(Object.keys(RULES).filter((part) => reach(part).has(part))).toEqual([]);
  });
});

describe('the rules', () => {
  it.each<[string, string, string]>([
    ['src/contract/a.ts', `import '../checks/index.ts';`, 'nothing of ours'],
    ['src/checks/a.ts', `export * from '../database/index.ts';`, 'may import src/contract'],
    ['src/checks/a.ts', `import { PGlite } from '@electric-sql/pglite';`, 'only src/database'],
    ['src/engine/a.ts', `import { E } from '../contract/errors.ts';`, 'through its index.ts'],
    ['src/engine/a.ts', `import '../worker.ts';`, 'may import src/contract'],
    ['src/workbook/a.ts', `new URL('../worker.ts', import.meta.url);`, 'may not start'],
    ['src/ui/a.ts', `import { spawn } from '../engine/index.ts';`, 'only types of src/engine'],
    ['src/ui/a.ts', `import { type E } from '../engine/index.ts';`, 'only types of src/engine'],
    ['src/ui/a.ts', `import Worker from '../worker.ts?worker';`, 'may import src/contract'],
    ['src/ui/a.ts', `const m = await import('../database/index.ts');`, 'may import src/contract'],
    ['src/ui/a.ts', `let d: import('../database/index.ts').Database;`, 'may import src/contract'],
    ['src/ui/a.ts', `import '../../test/support/serve.ts';`, 'outside of src and lessons'],
    ['src/ui/a.ts', `import { b } from './b';`, 'write the extension'],
    ['src/database/a.ts', `import '../database/node/files.ts';`, 'may import src/contract'],
    ['src/cli/a.ts', `import '../main.ts';`, 'may import src/contract'],
    ['src/main.ts', `import.meta.glob(['../lessons/*/checks.ts']);`, 'may not collect'],
    ['lessons/01-a/checks.ts', `import { it } from 'vitest';`, 'may not import packages'],
    ['lessons/01-a/checks.ts', `import '../../src/checks/index.ts';`, 'by alias only'],
    ['lessons/01-a/checks.ts', `import { w } from '../02-b/world.ts';`, 'stands alone'],
    ['lessons/01-a/checks.ts', `import './right/one/app.ts';`, 'answers are data'],
    ['src/new-folder/a.ts', ``, 'no rule speaks of this file'],
  ])('refuse in %s: %s', (path, source, reason) => {
    expect(violationsOf(path, source)).toEqual([expect.stringContaining(reason) as string]);
  });

  it.each<[string, string]>([
    ['src/engine/browser/a.ts', `new Worker(new URL('../../worker.ts', import.meta.url));`],
    ['src/ui/a.ts', `import type { Engine } from '../engine/index.ts';`],
    ['src/ui/a.ts', `import './b.ts'; import styles from './c.css?inline';`],
    ['src/cli/a.ts', `import { ensure } from '../database/node/engine-files.ts';`],
    ['src/main.ts', `import './site.css';`],
    ['src/database/node/a.ts', `import { boot } from '../boot.ts';`],
    ['src/database-worker.ts', `import.meta.glob('../lessons/*/checks.ts');`],
    ['src/content/a.ts', `new URL('../../lessons/', import.meta.url);`],
    ['lessons/01-a/checks.ts', `import { check } from '#checks'; import './world.ts';`],
    ['src/ui/a.ts', `// import '../database/index.ts';\nconst text = "import '../checks/a.ts'";`],
  ])('allow in %s: %s', (path, source) => {
    expect(violationsOf(path, source)).toEqual([]);
  });

  it('name the file, the line and the import that breaks them', () => {
    expect(violationsOf('src/contract/a.ts', `\nimport '../ui/index.ts';`)).toEqual([
      'src/contract/a.ts:2 "../ui/index.ts": src/contract may import nothing of ours',
    ]);
  });
});
