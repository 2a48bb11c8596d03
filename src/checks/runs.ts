/**
 * What a server is for, once it is up. A worker loads it behind its first answer: with the property
 * testing it is more code than all that a boot needs.
 */
export { runAttack } from './attack-report.ts';
export { setUp } from './make-world.ts';
export { onlyOf, upTo } from './replay.ts';
export { SharedCheck } from './shared-check.ts';
export { runPress } from './verdict.ts';
export { warmUp } from './warm-up.ts';
