export type { Engine, EngineState } from './api.ts';
export { DEADLINES, type Deadlines } from './database-worker.ts';
export { StandbyEngine, type EngineParts } from './standby-engine.ts';
export type { Spawn, WorkerHandle } from './worker-handle.ts';
