/** Bounds of one process: what a lesson's program needs many times over. */
export const CHILD_LIMITS = {
  /** Megabytes of JavaScript objects. */
  heap: 256,
  /** Megabytes of all that it may write to, with what lies outside the heap: buffers above all. */
  memory: 1024,
  /**
   * Seconds of processor time. A realm has a deadline for each answer, so this is for the one
   * whose parent was killed while it ran in a circle.
   */
  processor: 120,
} as const;

/** In place of a code cache's path: the process makes one, and tells it as a frame. */
export const MAKE_CACHE = 'make-cache';

/**
 * Node's arguments for the process of a submission.
 * @param entry and what it reads, bundle and cache: all of the disk that it can see
 * @param cache V8's code cache of the bundle; empty where there is none
 */
export function childArguments(entry: string, bundle: string, cache = ''): string[] {
  // Stable since Node 23.5 (and 22.13), where it lost its prefix.
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  return [
    permission,
    `--allow-fs-read=${entry}`,
    `--allow-fs-read=${bundle}`,
    ...(cache === '' || cache === MAKE_CACHE ? [] : [`--allow-fs-read=${cache}`]),
    // In the process's own realm: the program's context has its own setting.
    '--disallow-code-generation-from-strings',
    '--frozen-intrinsics',
    // Lets the context refuse `import()` with an error of its own realm.
    '--experimental-vm-modules',
    '--no-warnings',
    `--max-old-space-size=${CHILD_LIMITS.heap}`,
    entry,
    bundle,
    cache,
  ];
}

/**
 * The command that starts Node with these arguments. Where there is a shell it sets limits that
 * Node has no flag for, and then becomes Node. Windows has neither.
 */
export function childCommand(args: readonly string[]): [command: string, args: string[]] {
  if (process.platform === 'win32') return [process.execPath, [...args]];
  // Each alone: a system that knows one of them not still sets the others.
  const limits = [`ulimit -d ${CHILD_LIMITS.memory * 1024}`, `ulimit -t ${CHILD_LIMITS.processor}`];
  const script = `${limits.map((limit) => `${limit} 2>/dev/null; `).join('')}exec "$0" "$@"`;
  return ['/bin/sh', ['-c', script, process.execPath, ...args]];
}
