/** `node:fs/promises` in memory: an answer writes to a volume that no machine of ours has. */
import { fs } from 'memfs';

const { promises } = fs;

export default promises;
export const { access, lstat, mkdir, mkdtemp, open, readdir, readFile, readlink } = promises;
export const { realpath, rename, rm, rmdir, stat, symlink, unlink, writeFile, link } = promises;
