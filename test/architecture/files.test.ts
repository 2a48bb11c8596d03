import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { filesUnder, root, textOf } from './project-files.ts';
import { MAX_LINES, RULES, WITHOUT_INDEX } from './rules.ts';

describe('the files of this project', () => {
  it(`are none of them longer than ${MAX_LINES} lines`, () => {
    const files = ['src', 'lessons', 'test'].flatMap((folder) =>
      filesUnder(folder, /\.(?:ts|js|css|html|sql|md)$/),
    );
    const tooLong = files
      .map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(files.length).toBeGreaterThan(0);
    expect(tooLong).toEqual([]);
  });

  it('show in each folder of src what the folder offers, in its index.ts', () => {
    const files = filesUnder('src', /\.ts$/);
    const folders = Object.keys(RULES).filter(
      (part) => part.startsWith('src/') && !part.endsWith('.ts') && !WITHOUT_INDEX.includes(part),
    );
    const begun = folders.filter((part) => files.some((path) => path.startsWith(`${part}/`)));
    expect(begun.filter((part) => !files.includes(`${part}/index.ts`))).toEqual([]);
  });

  it('hold no litter of the operating system', () => {
    // Without git, as in an unpacked archive, nothing is committed and there is nothing to find.
    const { stdout } = spawnSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' });
    const litter = /(?:^|\/)(?:\.DS_Store|Thumbs\.db)$/;
    expect(stdout.split('\n').filter((path) => litter.test(path))).toEqual([]);
  });
});
