import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSubject, type ExportCase, type ExportSubject } from './export-case.ts';
import { openTapServers, type RunTap } from './tap-server.ts';
import { isGreen } from './tap.ts';

/** What the exported pgTAP file of a lesson is held to. */
export interface PgtapProof extends ExportSubject {
  /** The titles that are red on the starter, exactly. */
  readonly leaks: readonly string[];
  /** Wrong answers whose fault the file does not claim to find, by their reason. */
  readonly beyond?: Readonly<Record<string, string>>;
  /** The file with the names that an answer has; as it is unless given. */
  readonly named?: (file: string, one: ExportCase) => string;
}

/** Red on the starter and on what is wrong, green on what is right; and each time to its end. */
export async function provePgtap(proof: PgtapProof): Promise<void> {
  const { lesson, cases } = await readSubject(proof);
  const file = await readFile(path.join(lesson.folder, 'export/isolation.sql'), 'utf8');
  const beyond = new Set(Object.keys(proof.beyond ?? {}));
  const { named = () => file } = proof;
  let run: RunTap;

  describe(`the exported pgTAP file of “${lesson.manifest.title}”`, () => {
    beforeAll(async () => {
      run = await openTapServers();
    });

    it.each(cases.filter(({ kind }) => kind === 'starter'))(
      'is red on the $name, and says where it leaks',
      async (one) => {
        const { plan, passed, failed } = await run(one.sql, named(file, one));
        expect(passed.length + failed.length).toBe(plan);
        expect(failed).toEqual(proof.leaks);
      },
    );

    it.each(cases.filter(({ kind }) => kind === 'right'))('is green on $name', async (one) => {
      const report = await run(one.sql, named(file, one));
      expect(report.failed).toEqual([]);
      expect(isGreen(report)).toBe(true);
    });

    it.each(cases.filter(({ kind, name }) => kind === 'wrong' && !beyond.has(name)))(
      'is red on $name',
      async (one) => {
        const { plan, passed, failed } = await run(one.sql, named(file, one));
        expect(passed.length + failed.length).toBe(plan);
        expect(failed).not.toEqual([]);
      },
    );
  });
}
