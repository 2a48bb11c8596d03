import process from 'node:process';

/**
 * The second wall: what a program would find that got out of its context into the realm of the
 * process. The flags of child-flags.ts make the first half of it: no code from strings in this
 * realm, its intrinsics frozen, no files, processes, threads or addons. This takes away the ways
 * to Node's modules, and the globals that reach the network, which Node 20's flags do not cover.
 */
export function lockDown(): void {
  for (const name of WAYS_OUT) take(process, name);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!LANGUAGE.test(name)) take(globalThis, name);
  }
}

const WAYS_OUT = [
  'binding',
  '_linkedBinding',
  '_debugProcess',
  '_kill',
  'abort',
  'dlopen',
  'getBuiltinModule',
  'kill',
  'loadEnvFile',
  'mainModule',
  'moduleLoadList',
  'report',
];

/** What the language itself has; the rest is Node's. */
const LANGUAGE =
  /^(?:globalThis|undefined|NaN|Infinity|Object|Function|Array|Number|String|Boolean|Symbol|BigInt|Date|Promise|RegExp|JSON|Math|Intl|Reflect|Proxy|(?:Weak)?(?:Map|Set)|WeakRef|FinalizationRegistry|(?:Shared)?ArrayBuffer|DataView|Atomics|\w*Error|\w+Array|parse(?:Int|Float)|is(?:NaN|Finite)|(?:en|de)codeURI(?:Component)?|escape|unescape|eval)$/;

function take(from: object, name: string): void {
  Reflect.deleteProperty(from, name);
  // What cannot be deleted may still be overwritten.
  if (name in from) Reflect.set(from, name, undefined);
}
