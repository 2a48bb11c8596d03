const { isArray } = Array;
const { ownKeys, setPrototypeOf } = Reflect;

/**
 * Takes the prototypes off data that arrived in a message, so that no `toJSON` that the learner
 * gave to `Object.prototype` has a say when it is turned into text. The data has no cycles: the
 * checks made it.
 */
export function bare(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  setPrototypeOf(data, null);
  const held = data as Record<PropertyKey, unknown>;
  const keys = isArray(data) ? null : ownKeys(data);
  const count = keys === null ? (data as unknown[]).length : keys.length;
  for (let at = 0; at < count; at++) bare(held[keys === null ? at : (keys[at] ?? '')]);
  return data;
}
