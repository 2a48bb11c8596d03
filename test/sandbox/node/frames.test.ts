import { describe, expect, it } from 'vitest';
import {
  FrameKind,
  FrameReader,
  LARGEST_PAYLOAD,
  toFrame,
} from '../../../src/sandbox/node/frames.ts';

const text = (payload: Uint8Array): string => Buffer.from(payload).toString();

describe('frames', () => {
  const frames = [
    toFrame(FrameKind.control, 0, '{"kind":"ready"}'),
    toFrame(FrameKind.bytes, 7, new Uint8Array([1, 2, 3])),
    toFrame(FrameKind.end, 4_000_000_000, ''),
    toFrame(FrameKind.control, 0, 'ü'.repeat(100_000)),
  ];
  const stream = Buffer.concat(frames);

  it.each([1, 2, 9, 10, 1000, 65_536, stream.length])(
    'come whole out of pieces of %i bytes',
    (size) => {
      const reader = new FrameReader();
      const read = [];
      for (let at = 0; at < stream.length; at += size) {
        read.push(...reader.read(stream.subarray(at, at + size)));
      }
      expect(read.map(({ kind, connection }) => [kind, connection])).toEqual([
        [FrameKind.control, 0],
        [FrameKind.bytes, 7],
        [FrameKind.end, 4_000_000_000],
        [FrameKind.control, 0],
      ]);
      expect(text(read[0]?.payload ?? Buffer.of())).toBe('{"kind":"ready"}');
      expect([...(read[1]?.payload ?? [])]).toEqual([1, 2, 3]);
      expect(text(read[3]?.payload ?? Buffer.of())).toBe('ü'.repeat(100_000));
    },
  );

  it('share no memory with what they were read from', () => {
    const bytes = Buffer.from(toFrame(FrameKind.bytes, 1, new Uint8Array([1, 2])));
    const [frame] = new FrameReader().read(bytes);
    bytes.fill(9);
    expect([...(frame?.payload ?? [])]).toEqual([1, 2]);
    expect(frame?.payload.buffer.byteLength).toBe(2);
  });

  it('are refused when they say that they are larger than any may be', () => {
    const header = Buffer.alloc(9);
    header.writeUInt32BE(LARGEST_PAYLOAD + 1);
    expect(() => new FrameReader().read(header)).toThrow('too large');
  });
});
