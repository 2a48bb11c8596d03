import type { Frame, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { ATTEMPTS, DOCUMENT_ATTEMPTS } from '../sandbox/frame/attempts.ts';
import { useSandboxSite } from './support/sandbox-site.ts';

/**
 * The sandbox's frame as the network sees it: a server notes every request. What runs in the realms
 * here has all the globals that a browser gives a worker, so only the frame holds it.
 */
const site = useSandboxSite();

async function start(page: Page, realm = 1): Promise<void> {
  await page.evaluate((number) => {
    window.sandboxPage.start(number);
  }, realm);
}

const tell = (page: Page, code: string, realm = 1): Promise<string> =>
  page.evaluate(([number, text]) => window.sandboxPage.tell(number, text), [realm, code] as const);

const ended = (page: Page, realm = 1): Promise<string> =>
  page.evaluate((number) => window.sandboxPage.ended(number), realm);

/** The document in which the frame's script runs. */
async function innerFrame(page: Page): Promise<Frame> {
  await start(page);
  await tell(page, 'return 1');
  // Playwright may hear of the frame after the page has.
  await expect.poll(() => page.frames().length).toBe(3);
  const inner = page.frames().find((frame) => frame.parentFrame()?.parentFrame());
  if (inner === undefined) throw new Error('The page has no frame in a frame');
  return inner;
}

/** A request that is made now, and is there: what was asked for before is there as well. */
async function witness(page: Page, name: string): Promise<void> {
  await page.evaluate((address) => {
    new Image().src = address;
  }, site.watched + name);
  await site.arrival(name);
}

describe('what a realm asks the network for', () => {
  it('arrives from a worker of the page itself, which shows what the attempts are worth', async () => {
    const page = await site.open();
    const all = ATTEMPTS.map(({ code }) => code(site.watched));
    await page.evaluate((codes) => {
      for (const code of codes) void window.sandboxPage.outside(code);
    }, all);
    const paths = [
      'events',
      'fetch',
      'font.woff2',
      'keepalive',
      'module.js',
      'nested',
      'nested-module.js',
      'script.js',
      'socket',
      'stream',
      'worker.js',
      'xhr',
      'xhr-sync',
    ];
    await Promise.all(paths.map((path) => site.arrival(path)));
    await page.context().close();
    site.forget();
  });

  it('does not arrive from the frame', async () => {
    const page = await site.open();
    await start(page);
    for (const { name, code } of ATTEMPTS) {
      expect.soft(await tell(page, code(site.watched)), name).toMatch(/^refused/);
    }
    await witness(page, 'after-all-attempts');
    expect(site.seen).toEqual(['after-all-attempts']);
    await page.context().close();
    site.forget();
  });

  it.each(DOCUMENT_ATTEMPTS)(
    'does not arrive from the frame’s own document: $name',
    async ({ code }) => {
      const page = await site.open();
      const inner = await innerFrame(page);
      // A document that was taken elsewhere answers no more.
      const said = inner
        .evaluate(
          (text) => (0, eval)(`(async () => {${text}})()`) as Promise<unknown>,
          code(site.watched),
        )
        .catch((error: unknown) => `refused: ${String(error)}`);
      expect(
        await Promise.race([said, witness(page, 'meanwhile').then(() => 'no answer')]),
      ).not.toBe('reached');
      await witness(page, 'afterwards');
      expect(site.seen.filter((path) => path.startsWith('doc-'))).toEqual([]);
      expect(new URL(page.url()).pathname).toBe('/');
      await page.context().close();
      site.forget();
    },
  );
});

describe('a page without a network', () => {
  it('starts its first realm all the same', async () => {
    const page = await site.open();
    await page.context().setOffline(true);
    await start(page);
    expect(await tell(page, 'return 6 * 7')).toBe('42');
    await page.context().close();
  });
});

describe('a host with a Content-Security-Policy', () => {
  const allow = (scripts: string, workers = "worker-src 'self' blob:"): string =>
    `default-src 'self'; script-src 'self' ${scripts}; ${workers}; img-src 'self'`;

  it('that names the frame’s script starts realms, also where it allows no frames', async () => {
    const policy = allow(`'unsafe-eval' '${site.frameHash}'`);
    for (const more of ['', "; frame-src 'none'", "; frame-ancestors 'none'; form-action 'none'"]) {
      const page = await site.open(policy + more);
      await start(page);
      expect(await tell(page, 'return new Function("return 6 * 7")()')).toBe('42');
      expect(await tell(page, `await fetch('${site.watched}x'); return 'reached'`)).toMatch(
        /^refused/,
      );
      await page.context().close();
    }
  });

  it('that does not name it is told apart from other failures', async () => {
    const page = await site.open(allow("'unsafe-eval'"));
    await start(page);
    expect(await ended(page)).toBe(
      'its frame did not load in this page, which a Content-Security-Policy of the host may forbid',
    );
    await page.context().close();
  });

  it('that forbids workers made of text says so', async () => {
    const page = await site.open(allow(`'unsafe-eval' '${site.frameHash}'`, "worker-src 'self'"));
    await start(page);
    expect(await ended(page)).toBe(
      'a Content-Security-Policy of the host lacks blob: in its worker-src',
    );
    await page.context().close();
  });

  it('that forbids the evaluation of text has realms in which none is evaluated', async () => {
    const page = await site.open(allow(`'wasm-unsafe-eval' '${site.frameHash}'`));
    await start(page);
    expect(await tell(page, 'return 1')).toMatch(/^refused: EvalError/);
    await page.context().close();
  });
});

describe('a frame whose process dies', () => {
  it('takes its realms with it, is noticed and replaced, and the page goes on', async () => {
    const page = await site.open();
    await innerFrame(page);
    // Playwright gives a page up whose frame has crashed, so the page reports by itself.
    await page.evaluate((address) => {
      const { start, tell, ended } = window.sandboxPage;
      const goOn = async (): Promise<void> => {
        const reason = await ended(1);
        start(2);
        const said = await tell(2, 'return "again"');
        await fetch(address, { method: 'POST', body: JSON.stringify({ reason, said }) });
      };
      void goOn();
    }, site.reports);
    const outer = page.frames().find((frame) => frame.parentFrame() === page.mainFrame());
    if (outer === undefined) throw new Error('The page has no frame');
    // Has a session of its own only where it has a process of its own.
    const session = await page.context().newCDPSession(outer);
    session.send('Page.crash').catch(() => undefined);
    expect(await site.report()).toEqual({
      reason: 'it used up its memory, or its frame was removed from the page',
      said: 'again',
    });
    await page.context().close();
  });
});
