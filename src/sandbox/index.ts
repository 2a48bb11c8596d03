export { createSandboxHost, type SandboxHostOptions } from './client/sandbox-host.ts';
export type { Patience } from './client/realm.ts';
export { Compiler } from './compile/compiler.ts';
export type { CompileRequest, CompileWorker } from './compile/messages.ts';
