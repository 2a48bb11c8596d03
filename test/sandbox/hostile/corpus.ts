import { CONNECTIONS } from './connections.ts';
import { ENDLESS } from './endless.ts';
import { ESCAPES } from './escapes.ts';
import { FLOODING } from './flooding.ts';
import { FORGING } from './forging.ts';
import { MEMORY } from './memory.ts';
import { OUTSIDE } from './outside.ts';
import type { HostileScript } from './script.ts';
import { VALUES } from './values.ts';

/** Every script, by what it is about. */
export const CORPUS: Readonly<Record<string, readonly HostileScript[]>> = {
  'programs without an end': ENDLESS,
  'programs that want all memory': MEMORY,
  'modules and values that are not what they should be': VALUES,
  'ways out of the realm': ESCAPES,
  'the network, storage and files': OUTSIDE,
  'lies to the checks': FORGING,
  floods: FLOODING,
  'abuse of the database': CONNECTIONS,
};
