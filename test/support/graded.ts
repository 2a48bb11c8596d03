import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEADLINES } from '../../src/cli/engine-pool.ts';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import { ROOT } from '../../src/cli/lesson-code.ts';
import { Verdict, type FileTexts } from '../../src/contract/index.ts';
import type { Engine } from '../../src/engine/index.ts';

/** The seed of the verdicts that suites share. */
export const GRADED_SEED = 20_250_314;

/** All that a verdict can hang on: the workbook's code, its lessons, and what they are run with. */
const SOURCES = ['src', 'lessons'];
const KEPT = path.join(ROOT, 'node_modules/.cache/test-verdicts');

/**
 * The verdicts of the engine that `grade` runs, each of {@link GRADED_SEED}. A lesson's tests ask
 * for those of its answers, and parity with Chromium for the same: each is computed once for the
 * code as it stands, and kept beside the other caches until the code is another.
 */
export class Grader {
  #engine: Engine | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** One after the other: an engine lets a newer run take the place of an older. */
  verdictOf(slug: string, files: FileTexts): Promise<Verdict> {
    const verdict = this.#last.then(() => this.#verdictOf(slug, files));
    this.#last = verdict.catch(() => undefined);
    return verdict;
  }

  dispose(): void {
    this.#engine?.dispose();
  }

  async #verdictOf(slug: string, files: FileTexts): Promise<Verdict> {
    const file = path.join(folder(), `${hashOf([slug, Object.entries(files).sort()])}.json`);
    const kept = read(file);
    if (kept !== null) return kept;
    this.#engine ??= createNodeEngine({ reuse: true, deadlines: DEADLINES });
    const verdict = await this.#engine.check(slug, files, GRADED_SEED);
    // Whole or not at all: another process may look at the same moment.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(verdict));
    renameSync(draft, file);
    return verdict;
  }
}

function read(file: string): Verdict | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  return Verdict.parse(JSON.parse(text));
}

const hashOf = (of: unknown): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex');

let known: string | undefined;

/** Of the code as it stands; those of other code are of no more use. */
function folder(): string {
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(process.version);
  hash.update(readFileSync(path.join(ROOT, 'package-lock.json')));
  for (const source of SOURCES) {
    const entries = readdirSync(path.join(ROOT, source), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(file).update(readFileSync(file));
  }
  const name = hash.digest('hex');
  known = path.join(KEPT, name);
  mkdirSync(known, { recursive: true });
  for (const other of readdirSync(KEPT)) {
    if (other !== name) rmSync(path.join(KEPT, other), { recursive: true, force: true });
  }
  return known;
}
