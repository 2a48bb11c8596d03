import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrameHost } from '../../../src/sandbox/frame/index.ts';
import { ATTEMPTS, BARE_REALM } from './attempts.ts';
import { askerOf, FRAME, say, type Asker, type Line } from './realms.ts';

/**
 * The frame alone: in it runs a worker with all the globals that a browser gives to one. What is out
 * of reach here is so for any code, whether or not the runtime took a global away.
 */
let host: FrameHost;
let line: Line;
let asker: Asker;
beforeAll(() => {
  host = new FrameHost(() => Promise.resolve({ frame: FRAME, realm: BARE_REALM }));
  line = host.connect();
  asker = askerOf(line);
});
afterAll(() => {
  host.dispose();
});

let last = 0;
async function tell(code: string): Promise<string> {
  const realm = ++last;
  const control = asker.spawn(realm);
  try {
    return await say(control, code);
  } finally {
    asker.kill(realm);
  }
}

describe('a worker in the frame, without a runtime', () => {
  it('evaluates code, in an origin of its own', async () => {
    expect(await tell('return new Function("return 6 * 7")()')).toBe('42');
    expect(await tell('return self.origin')).toBe('null');
    expect(await tell('return location.href')).toMatch(/^blob:null\//);
  });

  it.each(ATTEMPTS)('does not reach: $name', async ({ code }) => {
    // The server of this test would answer, also to another origin.
    expect(await tell(code(new URL('/@vite/', location.href).href))).toMatch(/^refused/);
  });

  it('is heard by no page on a BroadcastChannel, and hears none', async () => {
    const heard: unknown[] = [];
    const channel = new BroadcastChannel('leak');
    channel.onmessage = (event) => heard.push(event.data);
    const control = asker.spawn(++last);
    await say(
      control,
      'self.heard = []; self.channel = new BroadcastChannel("leak"); channel.onmessage = (event) => heard.push(event.data); channel.postMessage("stolen");',
    );
    channel.postMessage('secret');
    // A message that both could have had is there by the time that one after it is.
    const witness = new BroadcastChannel('leak');
    await new Promise<void>((resolve) => {
      witness.onmessage = () => resolve();
      new BroadcastChannel('leak').postMessage('witness');
    });
    expect(await say(control, 'return heard.length')).toBe('0');
    expect(heard).toEqual(['witness']);
    channel.close();
    witness.close();
    asker.kill(last);
  });

  it('is not heard by the page when it posts to whoever made it', async () => {
    const heard: unknown[] = [];
    const listen = (event: MessageEvent<unknown>): void => {
      if (event.data === 'stolen') heard.push(event.data);
    };
    addEventListener('message', listen);
    await tell('postMessage("stolen"); return 1');
    // A second word of the frame to the page comes after the first.
    await tell('return 1');
    removeEventListener('message', listen);
    expect(heard).toEqual([]);
  });

  it('asks for no permission', async () => {
    expect(await tell('return Notification.permission')).toBe('denied');
    expect(
      await tell('return (await navigator.permissions.query({ name: "geolocation" })).state'),
    ).toBe('denied');
  });
});
