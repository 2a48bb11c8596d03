import type { FileTexts, HostLine, PackedFiles } from '../contract/index.ts';
import type { EngineState } from './api.ts';
import type { Compile } from './compile-step.ts';
import type { Deadlines } from './database-worker.ts';
import type { Spawn } from './worker-handle.ts';

/** What the engine is made of; a browser and Node bring their own. */
export interface EngineParts {
  readonly spawn: Spawn;
  /**
   * Fetches what a database boots from, once; both promises may reject with `download-failed`.
   * @throws LeakproofError `browser-unsupported`
   */
  readonly load: (report: (state: EngineState) => void) => Loading;
  readonly deadlines?: Deadlines;
  /** For lessons with TypeScript; begun with each run, while its database boots. */
  readonly compile?: Compile;
  /** A way to start realms, for each database worker one. Costs nothing until it is used. */
  readonly host?: () => HostLine;
  /** Resolves when the page has shown what it was just told. */
  readonly whenShown?: () => Promise<void>;
  /** Ends what the parts above hold. */
  readonly dispose?: () => void;
  /**
   * Keeps a worker for the next run, which then boots a server anew in it: for many runs in a
   * row, when nobody waits for the single one.
   */
  readonly reuse?: true;
  /** The lesson that will be run, for workers to rehearse while nobody waits. */
  readonly warm?: { readonly slug: string; readonly files: FileTexts };
}

/** What a database boots from, on its way. */
export interface Loading {
  readonly module: Promise<WebAssembly.Module>;
  readonly files: Promise<PackedFiles>;
}
