import { deserialize, serialize } from '@ungap/structured-clone';
import { DOMException } from './abort.ts';

/** The global structuredClone, by @ungap/structured-clone: it copies and transfers nothing. */
export function structuredClone(value: unknown): unknown {
  try {
    return deserialize(serialize(value));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new DOMException(`The value could not be cloned: ${error.message}.`, 'DataCloneError');
  }
}
