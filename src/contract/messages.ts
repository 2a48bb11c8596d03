import * as z from 'zod/mini';
import { Fault } from './errors.ts';
import type { MessagePortLike } from './channel.ts';
import type { FileTexts } from './lesson.ts';
import type { Program } from './program.ts';
import { Matrix } from './evidence.ts';
import { AttackReport, Verdict } from './verdict.ts';
import { Workspace, WorkspaceAnswer, type WorkspaceSize, type WorkspaceText } from './workspace.ts';
import { WorldData } from './world-data.ts';

/** What a database needs to boot. */
export interface DatabaseAssets {
  /** `pglite.wasm`, compiled. */
  readonly module: WebAssembly.Module;
  /** `pglite.data`: the server's read-only files. They may still be on their way, as the next may. */
  readonly files: Promise<Uint8Array<ArrayBuffer>>;
  /** The data directory and pgvector's files, prepared at build time. Their buffers are theirs alone. */
  readonly image: Promise<Uint8Array<ArrayBuffer>>;
}

/** The parts of it that are files. */
export type FilePart = 'files' | 'image';
export type FileAddresses = Readonly<Record<FilePart, string>>;

/** The files as they were fetched: gzip, unless the host has unpacked them. */
export interface PackedFiles {
  readonly files: Uint8Array<ArrayBuffer>;
  readonly image: Uint8Array<ArrayBuffer>;
}

/** What a worker that fetches says of it, beside its replies. */
export type PartNews =
  | { readonly kind: 'loaded'; readonly part: FilePart; readonly bytes: number }
  | { readonly kind: 'fetched'; readonly packed: PackedFiles }
  | { readonly kind: 'not-fetched'; readonly fault: Fault };

/** A lesson that will be asked for, which a worker rehearses on its own before anybody waits. */
export interface WarmUp {
  readonly slug: string;
  readonly files: FileTexts;
  /** The files compiled, in a lesson of TypeScript; without it only a realm is started ahead. */
  readonly program?: Program | Fault | null;
  /**
   * `light` makes one world; `thorough` runs all checks, and takes another server for it; `none` is
   * for a worker that has run them already.
   */
  readonly how: 'light' | 'thorough' | 'none';
}

/** What the page asks of a database worker. All but `unpack` carry an id and are answered once. */
export type WorkerRequest =
  /** Comes before `boot`, so that it is done while the module is still being compiled. */
  | { readonly kind: 'unpack'; readonly packed: PackedFiles }
  | {
      readonly id: number;
      readonly kind: 'boot';
      /** A compiled module is shared, not copied. */
      readonly module: WebAssembly.Module;
      readonly warm: WarmUp | null;
      /** Starts realms for the learner's TypeScript: speaks HostRequest and HostReply. */
      readonly host: MessagePortLike | null;
    }
  /** Another server in place of the one that was used; answered as `boot`. */
  | { readonly id: number; readonly kind: 'renew'; readonly warm: WarmUp | null }
  | {
      readonly id: number;
      readonly kind: 'attack' | 'check';
      readonly slug: string;
      readonly files: FileTexts;
      /** The learner's TypeScript, compiled, or why it could not be; null in a lesson of SQL. */
      readonly program: Program | Fault | null;
      readonly seed: number;
      /** Of a check: it is over when that is known, for whoever asks no more. */
      readonly until?: Until;
      /** Of a check: the id of the only one that is asked for. */
      readonly only?: string;
    }
  /** One world of a check that two workers share. The picture and the verdict are asked for next. */
  | (PartOfCheck & { readonly kind: 'world'; readonly nth: 0 | 1 })
  /** The picture of the world that was asked for last. */
  | { readonly id: number; readonly kind: 'draw' }
  /** The verdict, from the reports of both workers in the order of their worlds. */
  | (PartOfCheck & { readonly kind: 'conclude'; readonly reports: readonly SharedReport[] })
  /** Makes a world for the console, which stays until the server is wanted for something else. */
  | {
      readonly id: number;
      readonly kind: 'workspace-open';
      readonly slug: string;
      readonly files: FileTexts;
      readonly seed: number;
      readonly size: WorkspaceSize;
    }
  /** In the world that was made last. */
  | (WorkspaceText & { readonly id: number; readonly kind: 'workspace-run' });

/** What is asked of a check where that is less than a verdict: whether any fails, or whether this one. */
export type Until = 'failed' | { readonly failed: string };

/** Only a lesson of SQL is shared: a program would have to run in both workers. */
export interface PartOfCheck {
  readonly id: number;
  readonly slug: string;
  readonly files: FileTexts;
  /** Of the press. */
  readonly seed: number;
}

/** What the server says of itself: `18.6`, and pgvector's `0.8.7`. */
export const Versions = z.object({ server: z.string(), vector: z.string() });
export type Versions = z.infer<typeof Versions>;

/**
 * What became of one world. The page hands it from worker to worker and reads no more of it than
 * this; the rest is `WorldReport` of src/checks.
 */
export const SharedReport = z.looseObject({ fault: z.nullable(Fault) });
export type SharedReport = z.infer<typeof SharedReport>;

/** What a database worker says; `id` is the request's. All but `progress` end the request. */
export const WorkerReply = z.discriminatedUnion('kind', [
  z.object({ id: z.number(), kind: z.literal('booted'), versions: Versions }),
  // After `booted`, with its id: the warming up is over, if there was any.
  z.object({ id: z.number(), kind: z.literal('warmed') }),
  z.object({ id: z.number(), kind: z.literal('attack'), report: AttackReport }),
  z.object({ id: z.number(), kind: z.literal('check'), verdict: Verdict }),
  z.object({ id: z.number(), kind: z.literal('world'), report: SharedReport }),
  z.object({
    id: z.number(),
    kind: z.literal('drawn'),
    matrix: z.nullable(Matrix),
    data: z.nullable(WorldData),
    report: SharedReport,
  }),
  z.object({ id: z.number(), kind: z.literal('workspace-opened'), workspace: Workspace }),
  z.object({ id: z.number(), kind: z.literal('workspace-ran'), answer: WorkspaceAnswer }),
  // A run goes on: its deadline is for one check, and starts anew with each.
  z.object({ id: z.number(), kind: z.literal('progress') }),
  z.object({ id: z.number(), kind: z.literal('fault'), fault: Fault }),
]);
export type WorkerReply = z.infer<typeof WorkerReply>;
