import type { FrameReply, FrameRequest, FrameSetup } from '../messages.ts';

// The one script of the frame's document. It starts and ends realms, each a worker, and takes no
// word from any of them. It speaks with the page, which is the parent of the frame around this one.

const page = parent.parent;

/** Of a worker that was not even started the browser says nothing. */
const REFUSED = 'a Content-Security-Policy of the host lacks blob: in its worker-src';

/** A worker with the realm that it serves: none while it is kept ready. */
interface Place {
  readonly worker: Worker;
  realm: number | null;
  /** Why it is of no use. */
  broken: string | null;
}

addEventListener('message', function receive(event: MessageEvent<FrameSetup>) {
  const [port] = event.ports;
  if (event.source !== page || port === undefined) return;
  removeEventListener('message', receive);
  serve(port, URL.createObjectURL(new Blob([event.data.script], { type: 'text/javascript' })));
});

function serve(port: MessagePort, script: string): void {
  const taken = new Map<number, Place>();
  const say = (reply: FrameReply): void => {
    port.postMessage(reply);
  };

  function prepare(): Place {
    const place: Place = { worker: new Worker(script), realm: null, broken: null };
    const fail = (reason: string): void => {
      place.broken ??= reason;
      place.worker.terminate();
      if (place.realm === null || !taken.delete(place.realm)) return;
      say({ kind: 'ended', realm: place.realm, reason: place.broken });
    };
    // What the learner's code throws is caught inside; what comes here ends the realm.
    place.worker.addEventListener('error', (event) => {
      event.preventDefault();
      const said = event.message as string | undefined;
      fail(said?.replace(/^Uncaught (?:Error: )?/, '') ?? REFUSED);
    });
    place.worker.addEventListener('messageerror', () => {
      fail('it sent a message that cannot be read');
    });
    return place;
  }

  /** Kept ready, so that starting a realm costs a message and not the evaluation of the runtime. */
  let ready = prepare();

  function spawn(realm: number, control: MessagePort): void {
    const place = ready.broken === null ? ready : prepare();
    place.realm = realm;
    taken.set(realm, place);
    place.worker.postMessage(null, [control]);
    ready = prepare();
  }

  port.onmessage = ({ data, ports: [control] }: MessageEvent<FrameRequest>) => {
    switch (data.kind) {
      case 'ping':
        say({ kind: 'alive' });
        return;
      case 'spawn':
        if (control) spawn(data.realm, control);
        return;
      case 'kill':
        taken.get(data.realm)?.worker.terminate();
        taken.delete(data.realm);
        return;
    }
  };
}
