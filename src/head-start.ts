import { headStart } from './engine/browser/head-start.ts';

// The classic script in the head of a lesson's page: it only wires.

const own = document.currentScript;
if (own instanceof HTMLScriptElement) globalThis.leakproofHeadStart = headStart(own.dataset);
