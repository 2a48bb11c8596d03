import {
  createResponder,
  type AnyCheck,
  type AppAttack,
  type Attack,
  type WorldPlan,
} from './checks/index.ts';
import {
  channelOf,
  LeakproofError,
  LessonManifest,
  type CompiledModule,
} from './contract/index.ts';
import { openDatabase } from './database/index.ts';
import { createSandboxHost } from './sandbox/index.ts';

// What a database worker in a browser runs: it only wires. Lessons load one by one.

const load = {
  manifest: import.meta.glob<unknown>('../lessons/*/lesson.json', { import: 'default' }),
  setup: import.meta.glob<string>('../lessons/*/setup.sql', { query: '?raw', import: 'default' }),
  world: import.meta.glob<WorldPlan>('../lessons/*/world.ts', { import: 'default' }),
  attack: import.meta.glob<Attack | AppAttack>('../lessons/*/attack.ts', { import: 'default' }),
  checks: import.meta.glob<readonly AnyCheck[]>('../lessons/*/checks.ts', { import: 'default' }),
  driver: import.meta.glob<CompiledModule>('../lessons/*/driver.ts', {
    query: '?compiled',
    import: 'default',
  }),
};

type Modules<T> = Record<string, () => Promise<T>>;

/** The one module of a lesson in a glob, found by the slug in its folder's name. */
function findModule<T>(modules: Modules<T>, slug: string): (() => Promise<T>) | undefined {
  const name = new RegExp(`/[0-9]{2}-${slug}/[^/]+$`);
  const path = Object.keys(modules).find((candidate) => name.test(candidate));
  return path === undefined ? undefined : modules[path];
}

function moduleOf<T>(modules: Modules<T>, slug: string): Promise<T> {
  const module = findModule(modules, slug);
  if (module) return module();
  throw new LeakproofError({ code: 'lesson-unknown', message: `There is no lesson ${slug}.` });
}

/** The parts of the sandbox's bundle that few programs need, as text. */
const chunks = import.meta.glob<string>('../.engine/sandbox/mcp.js', {
  query: '?raw',
  import: 'default',
});

async function loadChunk(name: string): Promise<string> {
  const load = chunks[`../.engine/sandbox/${name}.js`];
  if (!load) throw new Error(`there is no ${name}`);
  return await load();
}

/** Answers the page's requests, once the files to boot from have been handed in. */
export const respond = createResponder({
  openDatabase,
  loadLesson: async (slug) => {
    const [manifest, setupSql, plan, attack, checks, driver] = await Promise.all([
      moduleOf(load.manifest, slug),
      moduleOf(load.setup, slug),
      moduleOf(load.world, slug),
      moduleOf(load.attack, slug),
      moduleOf(load.checks, slug),
      findModule(load.driver, slug)?.(),
    ]);
    return {
      slug,
      manifest: LessonManifest.parse(manifest),
      setupSql,
      plan,
      attack,
      checks,
      ...(driver && { driver }),
    };
  },
  openHost: (port) => createSandboxHost(channelOf(port), { loadChunk }),
  post: (reply) => {
    postMessage(reply);
  },
});
