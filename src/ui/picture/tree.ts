import type { DirectoryEntry } from '../../contract/index.ts';

/** A part of a tree, as it stands in it. */
export interface Branch {
  /** Its own part of the path; several where nothing else lies between. */
  readonly name: string;
  readonly type: DirectoryEntry['type'];
  readonly owner: number | null;
  readonly target: string | null;
  readonly touches: DirectoryEntry['touches'];
  readonly inside: readonly Branch[];
}

interface Node {
  readonly children: Map<string, Node>;
  entry: DirectoryEntry | null;
}

/**
 * Paths as a tree: directories that only lead to one other and that nobody touched are drawn as one
 * with it, directories come before files, names in their order.
 */
export function treeOf(entries: readonly DirectoryEntry[]): readonly Branch[] {
  const root: Node = { children: new Map(), entry: null };
  for (const entry of entries) {
    let node = root;
    for (const part of entry.path.split('/').filter((each) => each !== '')) {
      const next = node.children.get(part) ?? { children: new Map(), entry: null };
      node.children.set(part, next);
      node = next;
    }
    node.entry = entry;
  }
  return root.entry === null ? branchesOf(root, '/') : [branchOf('/', root)];
}

function branchesOf({ children }: Node, before = ''): readonly Branch[] {
  return [...children]
    .map(([name, node]) => branchOf(before + name, node))
    .sort(
      (one, other) =>
        Number(other.type === 'directory') - Number(one.type === 'directory') ||
        (one.name < other.name ? -1 : 1),
    );
}

function branchOf(name: string, node: Node): Branch {
  const { entry, children } = node;
  const [only, ...others] = children;
  if (entry === null && only !== undefined && others.length === 0) {
    return branchOf(`${name}/${only[0]}`, only[1]);
  }
  const type = entry === null || children.size > 0 ? 'directory' : entry.type;
  const inside = branchesOf(node);
  return {
    name,
    type: entry?.type === 'link' ? 'link' : type,
    owner: entry === null ? ownerOfAll(inside) : entry.owner,
    target: entry?.target ?? null,
    touches: entry?.touches ?? [],
    inside,
  };
}

/** A directory that nobody told of is the tenant's whose all is that lies in it. */
function ownerOfAll(inside: readonly Branch[]): number | null {
  const [owner = null, ...others] = new Set(inside.map((branch) => branch.owner));
  return others.length === 0 ? owner : null;
}
