import type { LeakproofStart } from '../../runtime/bridge.ts';
import { createClock } from './clock.ts';
import { createControl } from './control.ts';
import { createSockets } from './sockets.ts';

// The second half of a realm's script, after the runtime's text. It brings what the runtime needs
// of a worker, starts it, and waits for whoever takes the realm. No code of the learner's runs
// before that.

declare const leakproofStart: LeakproofStart;

try {
  (0, eval)('0');
} catch {
  // Modules are evaluated from text. Said here, or the first of them would be blamed for it.
  throw new Error("a Content-Security-Policy of the host lacks 'unsafe-eval' in its script-src");
}

const control = createControl();
const generator = crypto;

/** The one message that this worker takes: the port of its control channel. */
addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port) control.attach(port);
  },
  { once: true },
);

let tell: (reason: unknown, promise: object | null) => void = () => undefined;
let handled: (promise: object) => void = () => undefined;
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  tell(event.reason, event.promise);
});
addEventListener('rejectionhandled', (event) => {
  handled(event.promise);
});

let stands = false;
addEventListener('error', (event) => {
  // Until the runtime stands an error is its own, and the frame reports it.
  if (!stands) return;
  event.preventDefault();
  tell(event.error, null);
});

leakproofStart({
  post: (reply) => control.post(reply),
  onRequest: (listener) => control.onRequest(listener),
  ...createSockets(control),
  ...createClock(),
  fillRandom: (bytes) => {
    generator.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
  },
  onUnhandled: (listener) => {
    tell = listener;
  },
  onHandled: (listener) => {
    handled = listener;
  },
});

stands = true;
