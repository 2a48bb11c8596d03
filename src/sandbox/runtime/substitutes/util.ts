import { utilModule } from '../node/util.ts';

export const { deprecate, format, inherits, inspect, promisify, types } =
  utilModule as unknown as Record<string, unknown>;
