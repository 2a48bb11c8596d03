/** What the prose states, run on the sandbox's Redis, the engine, or the lesson's own answers. */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draft, get, getBeside, named, save, sharedId } from '../../lessons/21-cache-keys/calls.ts';
import { held, runChecks, type AnyCheck, type AppLab } from '../../src/checks/index.ts';
import type { FileTexts, Plain } from '../../src/contract/index.ts';
import { openNodeRealms } from '../support/node-realms.ts';
import { openBench, readLesson, type Bench } from './cache-keys-bench.ts';

const { folder, answers } = await readLesson();
const { manifest } = folder;
const prose = Object.values(folder.prose).join('\n');

let bench: Bench;
const realms = openNodeRealms();
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(async () => {
  realms.dispose();
  await bench.close();
});

/** A fact is only worth a test while the prose states it. */
const stated = (text: string): void => expect(prose).toContain(text);

const filesOf = (name: string): FileTexts => ({
  ...folder.starter,
  ...answers.find((answer) => answer.name === name)?.files,
});

/** Lets a test call a program itself, in a world of the lesson. */
async function use(files: FileTexts, probe: (lab: AppLab) => Promise<void>): Promise<void> {
  let probed: Promise<void> | undefined;
  const check: AnyCheck = {
    app: true,
    id: 'probe',
    kind: 'holds',
    title: '',
    explanation: '',
    async run(lab) {
      // Each run makes two worlds; the first is enough.
      probed ??= probe(lab);
      await probed.catch(() => undefined);
      return held('');
    },
  };
  const lesson = { ...bench.lesson, checks: [check] };
  const run = realms.run(files);
  await runChecks(bench.database, lesson, files, 5, undefined, undefined, run);
  await probed;
}

/** What `main(redis, pool)` of this body returns, in the sandbox. */
async function inSandbox(body: string): Promise<Plain> {
  let value: Plain = null;
  const files = {
    ...folder.starter,
    'import.ts': `
      import { redis } from './cache.ts';
      import { pool } from './db.ts';
      export async function importReports() { return null; }
      export async function main() { ${body} }
      void pool;`,
  };
  await use(files, async (lab) => {
    const { outcome } = await lab.call({
      as: null,
      module: 'import.ts',
      name: 'main',
      args: [],
      show: 'main()',
    });
    if (outcome.kind !== 'returned') throw new Error(JSON.stringify(outcome));
    value = outcome.value;
  });
  return value;
}

describe('the table of keys', () => {
  it('has a row for a wrong answer each, which fails as itself elsewhere', () => {
    const rows = prose
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2);
    expect(rows).toHaveLength(8);
    expect(manifest.wrong.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'tenant-only-in-the-read', 'invalidation-with-the-old-key', 'separator-in-a-name', 'joined-and-hashed',
        'names-made-tame', 'scan-by-prefix', 'star-in-a-handle', 'promise-by-id',
      ]),
    ); // prettier-ignore
  });

  it('DEL of an absent key answers 0', async () => {
    stated('`DEL` of an absent key answers 0');
    expect(await inSandbox(`return redis.del('none');`)).toBe(0);
  });

  it('two tenants come to one key with a separator that may stand in a name: the prediction', async () => {
    stated('`acme` asking for `eu:report:q3` gets the entry of `acme:report:eu` for `q3`');
    expect(manifest.predict?.answer).toBe(1);
    await use(filesOf('separator-in-a-name'), async (lab) => {
      const [first, second] = lab.world.tenants;
      const owner = named(first, 'some:report:eu');
      const report = draft(lab, owner, 'q3');
      await lab.call(save(owner, report));
      await lab.call(get(owner, 'q3'));
      const asked = await lab.call(get(named(second, 'some'), 'eu:report:q3'));
      expect(asked.foreign).toMatchObject([{ owner: 0 }]);
      expect(asked.trace).toMatchObject([{ keys: ['tenant:some:report:eu:report:q3'], hit: true }]);
    });
  });

  it('what is joined without a seam is one text', () => {
    stated('`ev` + `euq3` and `eveu` + `q3` are one text before it is hashed');
    const [one, other] = [['ev', 'euq3'].join(''), ['eveu', 'q3'].join('')];
    expect(one).toBe(other);
  });

  it('the pattern of acme matches a key of acme:eu', async () => {
    stated('a refresh of `acme` takes the entries of `acme:eu` with it');
    const body = `await redis.set('report:acme:eu:q3', 'x'); return redis.keys('report:acme:*');`;
    expect(await inSandbox(body)).toEqual(['report:acme:eu:q3']);
  });

  it('encodeURIComponent leaves of a glob’s characters the star', () => {
    stated('of a glob’s characters the star is left');
    expect(['*', '?', '[', ']', '\\'].filter((one) => encodeURIComponent(one) === one)).toEqual([
      '*',
    ]);
  });
});

describe('traps near by', () => {
  it('a result of pg is there, also without rows', async () => {
    stated('**A result of `pg` is never falsy.**');
    const body = `const result = await pool.query("SELECT 1 WHERE false"); return [Boolean(result), result.rows.length];`;
    expect(await inSandbox(body)).toEqual([true, 0]);
  });

  it('a promise by joined names is handed to whoever comes to the same', async () => {
    stated('hands `acme`, which asks for `eu:q3`, the promise of `acme:eu` for `q3`');
    await use(filesOf('promise-by-joined-names'), async (lab) => {
      const [first, second] = lab.world.tenants;
      const [owner, asker] = [named(first, 'acme:eu'), named(second, 'acme')];
      const report = draft(lab, owner, 'q3');
      await lab.call(save(owner, report));
      const asked = await lab.call(getBeside([owner, 'q3'], asker, 'eu:q3'));
      expect(asked.foreign).toMatchObject([{ owner: 0 }]);
    });
  });

  it('8 hexadecimal digits are few', () => {
    stated('Of 8 hexadecimal digits there are 4,294,967,296');
    stated('among 78,000 tenants two share one more likely than not');
    let apart = 1;
    for (let n = 0; n < 78_000; n++) apart *= 1 - n / 16 ** 8;
    expect((16 ** 8).toLocaleString('en')).toBe('4,294,967,296');
    expect(apart).toBeLessThan(0.5);
  });

  it('a number of the process is another tenant’s after a restart', async () => {
    stated('`tenants.size` as a tenant’s number is another tenant’s after a restart');
    await use(filesOf('tenants-by-number'), async (lab) => {
      const [first, second] = lab.world.tenants;
      await lab.call(get(first, sharedId(lab.world)));
      await lab.fresh('stores');
      const asked = await lab.call(get(second, sharedId(lab.world)));
      expect(asked.foreign).toMatchObject([{ owner: 0 }]);
    });
  });

  it('encodeURIComponent leaves dots, of which URL makes steps and Redis nothing', async () => {
    stated('**`encodeURIComponent` leaves `.` and `..` as they are.**');
    expect(['.', '..'].map(encodeURIComponent)).toEqual(['.', '..']);
    const addresses = ['acme', 'globex'].map((t) => new URL(`https://cache/${t}/..`).href);
    expect(addresses).toEqual(['https://cache/', 'https://cache/']);
    const body = `await redis.set('report:acme:..', 'x'); return [await redis.get('report:globex:..'), await redis.keys('*')];`;
    expect(await inSandbox(body)).toEqual([null, ['report:acme:..']]);
  });

  it('what Base64 makes of a handle is how it begins what it makes of a longer one', () => {
    stated('In Base64 `ace` is `YWNl` and `aces` is `YWNlcw`');
    const encoded = ['ace', 'aces'].map((text) => Buffer.from(text).toString('base64url'));
    expect(encoded).toEqual(['YWNl', 'YWNlcw']);
  });

  it('a command that is not there leaves nothing decided, and is named', async () => {
    stated(
      'a program that asks for one of those cannot be checked, and the verdict names the command',
    );
    const starter = folder.starter['reports.ts'] ?? '';
    for (const command of ['sAdd', 'lPush', 'multi']) {
      const text = starter.replace(
        '  const cached',
        `  await redis.${command}('k');
  const cached`,
      );
      expect(text).not.toBe(starter);
      const files = { ...folder.starter, 'reports.ts': text };
      await expect(
        use(files, async (lab) => {
          await lab.call(get(lab.world.tenants[0], 'q3'));
        }),
      ).rejects.toThrow(`no ${command}. It has: `);
    }
  });

  it('a key of JSON is not matched by itself as a pattern', async () => {
    stated('`MATCH ["acme",*` matches no key that begins with it');
    const body = `await redis.set('["acme","q3"]', 'x'); return redis.keys('["acme",*');`;
    expect(await inSandbox(body)).toEqual([]);
  });

  it('one step of a SCAN looks at ten keys', async () => {
    stated('One step looks at ten keys unless it is told otherwise');
    const body = `for (let n = 0; n < 25; n++) await redis.set('k' + n, 'x');
      const step = await redis.scan('0', { MATCH: 'k*' }); return [step.keys.length, step.cursor !== '0'];`;
    expect(await inSandbox(body)).toEqual([10, true]);
  });

  it('a read that was slow puts the old text back', async () => {
    stated('the read then puts the old text back');
    const files = filesOf('encoded-segments');
    const text = files['reports.ts'] ?? '';
    // The save is on its way from another server: its statement comes after the SELECT.
    const later = text.replace('Promise<void> {', `Promise<void> {\n  await redis.exists('way');`);
    expect(later).not.toBe(text);
    await use({ ...files, 'reports.ts': later }, async (lab) => {
      const [actor] = lab.world.tenants;
      const id = sharedId(lab.world);
      const report = draft(lab, actor, id);
      const stale: boolean[] = [];
      // After so many replies of the read the whole save comes in between.
      for (const before of [0, 1, 2, 3, 4, 5]) {
        await lab.together(
          [get(actor, id), save(actor, report)],
          [...Array.from({ length: before }, () => 0), 1],
        );
        const { outcome } = await lab.call(get(actor, id));
        stale.push(!JSON.stringify(outcome).includes(report.title));
      }
      expect(stale).toContain(true);
    });
  });
});

describe('“in your code base, look for…”', () => {
  const greps = [...folder.prose.recap.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) =>
    text.trim(),
  );

  /** What a grep prints over the starter with an answer's files in `src/`. */
  async function found(grep: string, ...over: string[]): Promise<string[]> {
    const cwd = await mkdtemp(path.join(tmpdir(), 'leakproof-grep-'));
    try {
      for (const answer of ['starter', ...over]) {
        await cp(path.join(folder.folder, answer), path.join(cwd, 'src'), { recursive: true });
      }
      return execFileSync('sh', ['-c', `${grep} || true`], { cwd, encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== '');
    } finally {
      await rm(cwd, { recursive: true });
    }
  }
  /** The right answers over which a grep prints something. */
  async function suspected(grep: string): Promise<string[]> {
    const names: string[] = [];
    for (const { name } of manifest.right) {
      if ((await found(grep, `right/${name}`)).length > 0) names.push(name);
    }
    return names;
  }

  it('the first finds the four keys of the starter, and no right answer', async () => {
    const [keys = ''] = greps;
    expect(greps).toHaveLength(3);
    expect(await found(keys)).toHaveLength(4);
    expect(await suspected(keys)).toEqual([]);
  });

  it('the second finds the promises by id, and Maps within a tenant’s own', async () => {
    const [, maps = ''] = greps;
    stated('a Map by `id` that lies within a tenant’s own Map');
    expect(await found(maps)).toHaveLength(3);
    expect(await found(maps, 'wrong/promise-by-id')).toHaveLength(3);
    expect(await suspected(maps)).toEqual(['map-of-maps', 'one-entry-for-each-tenant']);
  });

  it('the third finds what reaches beyond a tenant, and the scan that compares afterwards', async () => {
    const [, , patterns = ''] = greps;
    stated('a scan over all reports whose keys are compared in code afterwards');
    expect(await found(patterns)).toHaveLength(1);
    expect(await found(patterns, 'wrong/everything-flushed')).toHaveLength(1);
    expect(await suspected(patterns)).toEqual(['length-first']);
  });
});
