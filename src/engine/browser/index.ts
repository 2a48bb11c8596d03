export { ADDRESSES } from './addresses.ts';
export { createBrowserEngine } from './browser-engine.ts';
