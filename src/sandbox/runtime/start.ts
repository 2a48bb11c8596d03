import './prepare.ts';
import { installGlobals } from './core/globals.ts';
import { GlobalState } from './core/lockdown.ts';
import { serve } from './control.ts';

// The body of `leakproofStart`: see bridge.ts. No code of the learner's runs before its end.
// Where core-js keeps what it shares between copies of itself.
Reflect.deleteProperty(globalThis, '__core-js_shared__');
installGlobals(globalThis);
serve(new GlobalState(globalThis));
