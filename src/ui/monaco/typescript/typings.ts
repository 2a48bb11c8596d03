import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register.js';
import { addressOf } from './compiler-options.ts';

/** Typings that are fetched together: JSON of declarations by path, as src/ui/node collects them. */
interface Group {
  /** What code has to hold for the group to be of use. */
  readonly wanted: RegExp;
  readonly fetch: () => Promise<{ readonly default: string }>;
}

const GROUPS: readonly Group[] = [
  { wanted: /^/, fetch: () => import('../../../../.engine/typings/core.json?raw') },
  {
    wanted: /['"](?:zod|@modelcontextprotocol\/)/,
    fetch: () => import('../../../../.engine/typings/zod.json?raw'),
  },
  {
    wanted: /['"]@modelcontextprotocol\//,
    fetch: () => import('../../../../.engine/typings/mcp.json?raw'),
  },
];

const provided = new Map<Group, Promise<boolean>>();

/**
 * Gives the language service the typings that this code asks for, each group once.
 * @returns whether they are all there; a group that could not be fetched is tried at the next call
 */
export async function provideTypings(code: string): Promise<boolean> {
  const wanted = GROUPS.filter((group) => group.wanted.test(code));
  const there = await Promise.all(
    wanted.map((group) => {
      const known = provided.get(group) ?? provide(group);
      provided.set(group, known);
      return known;
    }),
  );
  return !there.includes(false);
}

async function provide(group: Group): Promise<boolean> {
  try {
    const typings: unknown = JSON.parse((await group.fetch()).default);
    for (const [path, text] of Object.entries(typings as Readonly<Record<string, string>>)) {
      typescriptDefaults.addExtraLib(text, addressOf(path));
    }
    return true;
  } catch (thrown) {
    provided.delete(group);
    console.warn('The editor has to do without some types.', thrown);
    return false;
  }
}
