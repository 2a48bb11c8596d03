/** Paths as POSIX has them: the program's files lie in memory, under `/`. */

declare module 'node:path' {
  interface ParsedPath {
    root: string;
    dir: string;
    base: string;
    ext: string;
    name: string;
  }
  interface PlatformPath {
    normalize(path: string): string;
    join(...paths: string[]): string;
    /** An absolute path, from the right until one part is absolute. `..` is resolved, a link is not. */
    resolve(...paths: string[]): string;
    isAbsolute(path: string): boolean;
    relative(from: string, to: string): string;
    dirname(path: string): string;
    basename(path: string, suffix?: string): string;
    extname(path: string): string;
    parse(path: string): ParsedPath;
    format(path: Partial<ParsedPath>): string;
    readonly sep: '\\' | '/';
    readonly delimiter: ';' | ':';
    readonly posix: PlatformPath;
  }
  const path: PlatformPath;
  export = path;
}

declare module 'node:path/posix' {
  import path = require('node:path');
  export = path;
}
