import * as z from 'zod/mini';
import { Fault, Program, type FileTexts } from '../../contract/index.ts';

/** What a compile worker is asked. It answers each once. */
export interface CompileRequest {
  readonly id: number;
  readonly files: FileTexts;
}

/** What it says: once that TypeScript is loaded, and then what it is asked. */
export const CompileReply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('compiled'),
    id: z.number(),
    result: z.union([Program, Fault]),
  }),
]);
export type CompileReply = z.infer<typeof CompileReply>;

/** A worker of any realm that compiles; its entry is `compile-worker.ts`, or Node's. */
export interface CompileWorker {
  post(request: CompileRequest): void;
  /** Everything it posts, unparsed. */
  onMessage(listener: (message: unknown) => void): void;
  /** It failed to load, or ended on its own. */
  onCrash(listener: (reason: string) => void): void;
  /** Ends it at once, also while it compiles. */
  terminate(): void;
}
