export type { Engine, EngineRun, EngineState, WorkspaceLine } from './api.ts';
export type { Compile } from './compile-step.ts';
export { DEADLINES, type Deadlines, type WorkspaceSeed } from './database-worker.ts';
export type { EngineParts, Loading } from './engine-parts.ts';
export { StandbyEngine } from './standby-engine.ts';
export type { Spawn, WorkerHandle } from './worker-handle.ts';
