export type { Engine, EngineState } from './api.ts';
export { DEADLINES, type Deadlines } from './database-worker.ts';
export { StandbyEngine, type EngineParts, type Loading } from './standby-engine.ts';
export type { Spawn, WorkerHandle } from './worker-handle.ts';
