export type { FrameScript } from './frame-document.ts';
export type { FrameCode } from './frame.ts';
export { FrameHost, MAX_REALMS } from './frame-host.ts';
