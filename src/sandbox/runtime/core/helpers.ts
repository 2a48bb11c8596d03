import * as tslib from 'tslib';
import { awaiter } from './promises.ts';

/**
 * What TypeScript's output calls below the newest language version: tslib's helpers, all but
 * `__awaiter`. Those for async generators wait by `then`, which carries the frame.
 */
export const helpers: Readonly<Record<string, unknown>> = { ...tslib, __awaiter: awaiter };
