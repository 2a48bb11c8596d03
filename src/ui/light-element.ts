export { LightElement } from './base/index.ts';
