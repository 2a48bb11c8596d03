/** What a page of the sandbox's tests runs: the real host of realms, driven by the test. */
import { FrameHost } from '../../../src/sandbox/frame/index.ts';
import { BARE_REALM } from '../../sandbox/frame/attempts.ts';
import { askerOf, FRAME, say } from '../../sandbox/frame/realms.ts';

export interface SandboxPage {
  readonly start: (realm: number) => void;
  /** What a realm says to a piece of code. */
  readonly tell: (realm: number, code: string) => Promise<string>;
  /** The reason with which a realm ended, once it has. */
  readonly ended: (realm: number) => Promise<string>;
  /** The same code in a worker that the page itself made. */
  readonly outside: (code: string) => Promise<string>;
}

declare global {
  interface Window {
    sandboxPage: SandboxPage;
  }
}

const host = new FrameHost(() => Promise.resolve({ frame: FRAME, realm: BARE_REALM }), {
  beat: 100,
  opening: 50,
  silence: 20,
});
const asker = askerOf(host.connect());
const controls = new Map<number, MessagePort>();

window.sandboxPage = {
  start(realm) {
    controls.set(realm, asker.spawn(realm));
  },
  tell(realm, code) {
    const control = controls.get(realm);
    if (!control) throw new Error(`No realm ${realm} was started`);
    return say(control, code);
  },
  ended: (realm) => asker.ended(realm),
  outside(code) {
    const worker = new Worker(URL.createObjectURL(new Blob([BARE_REALM])));
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(null, [port2]);
    return say(port1, code);
  },
};
