import { afterEach, describe, expect, it } from 'vitest';
import { FrameHost, MAX_REALMS, type FrameCode } from '../../../src/sandbox/frame/index.ts';
import { BARE_REALM } from './attempts.ts';
import { askerOf, FRAME, say, type Asker, type Line } from './realms.ts';

const CODE: FrameCode = { frame: FRAME, realm: BARE_REALM };
/** Short, where it is certain that nothing comes. */
const IMPATIENT = { beat: 20, opening: 10, silence: 10 };

let host: FrameHost;
afterEach(() => {
  host.dispose();
});

function open(code = CODE, patience?: typeof IMPATIENT): { line: Line; asker: Asker } {
  host = new FrameHost(() => Promise.resolve(code), patience);
  const line = host.connect();
  return { line, asker: askerOf(line) };
}

const frames = (): HTMLIFrameElement[] => [...document.querySelectorAll('iframe')];
const echo = (control: MessagePort): Promise<string> => say(control, 'return "here"');

describe('a host of realms', () => {
  it('makes no frame before the first realm, and one for all', async () => {
    const { asker } = open();
    expect(frames()).toHaveLength(0);
    expect(await echo(asker.spawn(1))).toBe('here');
    expect(await echo(asker.spawn(2))).toBe('here');
    expect(frames()).toHaveLength(1);
  });

  it('keeps its frame out of sight, of the layout, of the tab order and of the ear', async () => {
    const { asker } = open();
    const { scrollHeight, scrollWidth } = document.documentElement;
    await echo(asker.spawn(1));
    const [frame] = frames();
    expect(frame?.getAttribute('sandbox')).toBe('allow-scripts');
    expect(frame?.contentDocument).toBe(null);
    expect(frame?.inert).toBe(true);
    expect(frame?.tabIndex).toBe(-1);
    expect(frame?.getAttribute('aria-hidden')).toBe('true');
    frame?.focus();
    expect(document.activeElement).not.toBe(frame);
    expect(frame?.checkVisibility({ opacityProperty: true })).toBe(false);
    expect(document.elementFromPoint(0, 0)).not.toBe(frame);
    expect(document.documentElement).toMatchObject({ scrollHeight, scrollWidth });
  });

  it('gives every realm a global of its own', async () => {
    const { asker } = open();
    const [one, other] = [asker.spawn(1), asker.spawn(2)];
    expect(await say(one, 'self.mark = 1; return self.mark')).toBe('1');
    expect(await say(other, 'return self.mark')).toBe('undefined');
  });

  it('ends a realm that never yields, and the page goes on', async () => {
    const { asker } = open();
    const stuck = asker.spawn(1);
    const answer = say(stuck, 'while (true) {}');
    expect(await echo(asker.spawn(2))).toBe('here');
    asker.kill(1);
    expect(await echo(asker.spawn(3))).toBe('here');
    await expect(Promise.race([answer, Promise.resolve('silent')])).resolves.toBe('silent');
  });

  it('tells two workers apart that number their realms alike', async () => {
    const { asker } = open();
    const second = askerOf(host.connect());
    const [one, other] = [asker.spawn(1), second.spawn(1)];
    await Promise.all([say(one, 'self.who = "one"'), say(other, 'self.who = "other"')]);
    second.kill(1);
    expect(await say(one, 'return self.who')).toBe('one');
  });

  it('starts eight realms at a time and refuses the ninth, until one is gone', async () => {
    const { asker } = open();
    const all = Array.from({ length: MAX_REALMS }, (_, at) => echo(asker.spawn(at)));
    asker.spawn(100);
    expect(await asker.ended(100)).toBe('eight programs run already, and more are not taken');
    expect(await Promise.all(all)).toEqual(all.map(() => 'here'));
    asker.kill(0);
    expect(await echo(asker.spawn(101))).toBe('here');
  });

  it('ends the realms of a worker that is gone', async () => {
    const { asker, line } = open();
    await Promise.all(Array.from({ length: MAX_REALMS }, (_, at) => echo(asker.spawn(at))));
    line.close();
    const next = askerOf(host.connect());
    const again = Array.from({ length: MAX_REALMS }, (_, at) => echo(next.spawn(at)));
    expect(await Promise.all(again)).toEqual(again.map(() => 'here'));
  });

  it('leaves nothing in the page when it is disposed of', async () => {
    const { asker } = open();
    await echo(asker.spawn(1));
    host.dispose();
    await Promise.resolve();
    expect(frames()).toHaveLength(0);
  });
});

describe('a realm that ends on its own', () => {
  it('is reported with what its script said', async () => {
    const realm = 'onmessage = () => { throw new Error("no runtime") };';
    const { asker } = open({ ...CODE, realm });
    asker.spawn(1);
    expect(await asker.ended(1)).toBe('no runtime');
  });

  it('is reported where its script does not even parse', async () => {
    const { asker } = open({ ...CODE, realm: 'this is no script' });
    asker.spawn(1);
    expect(await asker.ended(1)).toMatch(/^SyntaxError/);
  });

  it('leaves room for another', async () => {
    const realm = 'onmessage = ({ ports: [port] }) => { port.onmessage = () => { throw 1 } };';
    const { asker } = open({ ...CODE, realm });
    for (let at = 0; at < 2 * MAX_REALMS; at++) {
      asker.spawn(at).postMessage('go');
      expect(await asker.ended(at)).toBe('1');
    }
  });
});

describe('a frame that is lost', () => {
  it('says so where it never starts', async () => {
    const { asker } = open({ ...CODE, frame: { ...FRAME, hash: 'sha256-x' } }, IMPATIENT);
    asker.spawn(1);
    expect(await asker.ended(1)).toMatch(/^its frame did not load in this page/);
    expect(frames()).toHaveLength(0);
  });

  it('says so where what it is made of cannot be had, and tries again for the next', async () => {
    let tries = 0;
    host = new FrameHost(() =>
      ++tries === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(CODE),
    );
    const asker = askerOf(host.connect());
    asker.spawn(1);
    expect(await asker.ended(1)).toBe('offline');
    expect(await echo(asker.spawn(2))).toBe('here');
  });

  it('ends its realms when it is removed from the page, and is replaced for the next', async () => {
    // So patient that asking it would not tell in time.
    const { asker } = open(CODE, { beat: 600_000, opening: 10, silence: 10 });
    await echo(asker.spawn(1));
    frames()[0]?.remove();
    expect(await asker.ended(1)).toMatch(/^it used up its memory, or its frame was removed/);
    expect(await echo(asker.spawn(2))).toBe('here');
    expect(frames()).toHaveLength(1);
  });

  it('is replaced at once when it was removed while nothing ran in it', async () => {
    // A frame that opens is to be waited for, also on a slow machine.
    const { asker } = open(CODE, { beat: 20, opening: 1_000, silence: 1_000 });
    await echo(asker.spawn(1));
    asker.kill(1);
    await echo(asker.spawn(2));
    asker.kill(2);
    frames()[0]?.remove();
    expect(await echo(asker.spawn(3))).toBe('here');
  });

  it('takes one setup and no second, from the page alone', async () => {
    const { asker } = open();
    await echo(asker.spawn(1));
    const inner = frames()[0]?.contentWindow?.[0];
    const { port1, port2 } = new MessageChannel();
    let answered = false;
    port1.onmessage = () => {
      answered = true;
    };
    inner?.postMessage({ script: 'postMessage(1)' }, '*', [port2]);
    port1.postMessage({ kind: 'ping' });
    // What the frame says after it got that message comes after what it would have said to it.
    expect(await echo(asker.spawn(2))).toBe('here');
    expect(answered).toBe(false);
  });
});
