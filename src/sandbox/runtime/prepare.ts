import { completeLanguage } from './core/language.ts';
import { lockDown } from './core/lockdown.ts';
import { patchThen } from './core/promises.ts';

// Imported first, so that the packages in the bundle are evaluated in a realm that has the language
// and nothing else, and are the same in a worker as in Node.
const left = lockDown(globalThis);
if (left.length > 0) throw new Error(`The realm keeps ${left.join(', ')}.`);
completeLanguage();
patchThen();
