import {
  LeakproofError,
  type Database,
  type WorkerReply,
  type WorkerRequest,
} from '../../contract/index.ts';
import type { ServerMemory } from '../attempt.ts';
import type { LessonModule } from '../lesson-module.ts';
import { openWorkspace, type OpenWorkspace } from './workspace.ts';

/** What a worker is asked whose database is the console's. */
export type WorkspaceRequest = Extract<WorkerRequest, { kind: 'workspace-open' | 'workspace-run' }>;

/** A worker's part of the console: one world, and the texts that are run in it. */
export class WorkspaceDesk {
  #open: OpenWorkspace | undefined;

  /**
   * @param onProgress called between the steps of making a world
   * @throws LeakproofError as `openWorkspace`; `harness-fault` where no world is open
   */
  async answer(
    request: WorkspaceRequest,
    on: { readonly database: Database; readonly memory: ServerMemory },
    loadLesson: (slug: string) => Promise<LessonModule>,
    onProgress: () => void,
  ): Promise<WorkerReply> {
    const { id } = request;
    if (request.kind === 'workspace-run') {
      if (!this.#open) throw notOpen();
      return { id, kind: 'workspace-ran', answer: await this.#open.run(request) };
    }
    this.close();
    const { files, seed, size } = request;
    const lesson = await loadLesson(request.slug);
    const plan = { lesson, files, seed, size, onProgress };
    this.#open = await openWorkspace(on.database, on.memory, plan);
    return { id, kind: 'workspace-opened', workspace: this.#open.told };
  }

  /** Its server was taken for something else. */
  close(): void {
    this.#open = undefined;
  }
}

function notOpen(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: 'The console’s world is not open any more.',
  });
}
