/** A new random seed of 31 bits, so that it stays a positive integer in SQL and in a URL. */
export function randomSeed(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word >>> 1;
}
