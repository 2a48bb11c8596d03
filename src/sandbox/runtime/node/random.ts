import { host } from '../host.ts';

/** Fills bytes from some source. */
type Fill = (bytes: Uint8Array<ArrayBuffer>) => void;

/** As many as a host hands out at once. */
const MOST = 65_536;

const fromHost: Fill = (bytes) => {
  for (let at = 0; at < bytes.length; at += MOST) host.fillRandom(bytes.subarray(at, at + MOST));
};

let source = fromHost;

/**
 * Where a program's random values come from until the next load: from a seed, or, where that is
 * null, from the host.
 */
export function resetRandom(seed: number | null): void {
  source = seed === null ? fromHost : fromSeed(seed);
}

export function fillRandom(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  source(bytes);
  return bytes;
}

/**
 * sfc32, Chris Doty-Humphrey's generator of PractRand: small, fast, and good for anything but
 * secrets. https://pracrand.sourceforge.net/RNG_engines.txt
 */
function fromSeed(seed: number): Fill {
  let [a, b, c, counter] = [0, seed | 0, 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
  for (let round = 0; round < 12; round++) next();
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = next() >>> 24;
  };
}
