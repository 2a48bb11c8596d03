export type { Engine, EngineState } from './api.ts';
export type { Compile } from './compile-step.ts';
export { DEADLINES, type Deadlines } from './database-worker.ts';
export { StandbyEngine, type EngineParts, type Loading } from './standby-engine.ts';
export type { Spawn, WorkerHandle } from './worker-handle.ts';
