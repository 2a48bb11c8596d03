export { ADDRESSES } from './addresses.ts';
export { createBrowserEngine } from './browser-engine.ts';
export { startDownload } from './download.ts';
