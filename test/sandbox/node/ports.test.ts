import { describe, expect, it } from 'vitest';
import { channelOf } from '../../../src/contract/index.ts';
import { openPair, openPorts } from '../../../src/sandbox/node/ports.ts';

/** Each message has a task of its own; this waits for more of them than a test posts messages. */
async function delivered(): Promise<void> {
  for (let task = 0; task < 10; task++) await new Promise((resolve) => setImmediate(resolve));
}

describe('two ports in one thread', () => {
  it('deliver in order, in a later turn, also what came before anybody listened', async () => {
    const { port1, port2 } = openPair();
    const [one, two] = [channelOf(port1), channelOf(port2)];
    const taken: unknown[] = [];
    one.post(1);
    two.onMessage((message) => taken.push(message));
    one.post(2);
    expect(taken).toEqual([]);
    await delivered();
    expect(taken).toEqual([1, 2]);
  });

  it('let what one message sets off run before the next', async () => {
    const { port1, port2 } = openPair();
    const taken: unknown[] = [];
    channelOf(port2).onMessage((message) => {
      taken.push(message);
      void Promise.resolve().then(() => taken.push(`after ${String(message)}`));
    });
    channelOf(port1).post(1);
    channelOf(port1).post(2);
    await delivered();
    expect(taken).toEqual([1, 'after 1', 2, 'after 2']);
  });

  it('copy bytes when they are posted', async () => {
    const { port1, port2 } = openPair();
    const taken: unknown[] = [];
    channelOf(port2).onMessage((message) => taken.push(message));
    const bytes = new Uint8Array([1, 2]);
    channelOf(port1).post(bytes);
    bytes.fill(0);
    await delivered();
    expect(taken).toEqual([new Uint8Array([1, 2])]);
  });

  it('hand over ports', async () => {
    const [outer, inner] = [openPair(), openPair()];
    const taken: unknown[] = [];
    channelOf(outer.port2).onMessage((_message, [port]) => {
      if (port) channelOf(port).post('through the port');
    });
    channelOf(inner.port1).onMessage((message) => taken.push(message));
    channelOf(outer.port1).post('a port', [inner.port2]);
    await delivered();
    expect(taken).toEqual(['through the port']);
  });

  it('deliver what was posted before they were closed, and nothing after', async () => {
    const { near, far, onClose } = openPorts();
    const taken: unknown[] = [];
    onClose(() => taken.push('closed'));
    near.onMessage((message) => taken.push(message));
    const other = channelOf(far);
    other.post('before');
    other.close();
    other.post('after');
    await delivered();
    expect(taken).toEqual(['before', 'closed']);
    near.post('to nobody');
    await delivered();
    expect(taken).toEqual(['before', 'closed']);
  });

  it('say nothing more where they were closed themselves', async () => {
    const { near, far, onClose } = openPorts();
    const taken: unknown[] = [];
    onClose(() => taken.push('closed'));
    near.onMessage((message) => taken.push(message));
    channelOf(far).post('on its way');
    near.close();
    await delivered();
    expect(taken).toEqual([]);
  });
});
