export { createBrowserEngine } from './browser-engine.ts';
export { downloadAssets } from './download.ts';
