import {
  LeakproofError,
  type Database,
  type WorkerReply,
  type WorkerRequest,
} from '../contract/index.ts';
import { NO_APP } from './app/app-run.ts';
import { Realm } from './app/realm.ts';
import type { ServerMemory } from './attempt.ts';
import type { LessonModule } from './lesson-module.ts';
import { conclude, drawOf } from './verdict.ts';
import { runWorld, type CheckedWorld, type Checking, type WorldReport } from './world-run.ts';

/** What a worker is asked when it shares a check with another. */
export type SharedRequest = Extract<WorkerRequest, { kind: 'world' | 'draw' | 'conclude' }>;

/**
 * A worker's part of a check: one of the two worlds, then its picture or the verdict. The parts are
 * those of `runChecks`, so two servers come to the verdict that one comes to.
 */
export class SharedCheck {
  /** The world that was run last; its server still holds it. */
  #open: CheckedWorld | undefined;

  /** @param onProgress called before each world and each check in it */
  async answer(
    request: SharedRequest,
    on: { readonly database: Database; readonly memory: ServerMemory },
    loadLesson: (slug: string) => Promise<LessonModule>,
    onProgress: () => void,
  ): Promise<WorkerReply> {
    const { id } = request;
    if (request.kind === 'draw') {
      if (!this.#open) throw outOfOrder();
      return { id, kind: 'drawn', ...sent(await drawOf(this.#open)) };
    }
    const { slug, files, seed } = request;
    const lesson = await loadLesson(slug);
    const { database, memory } = on;
    const realm = new Realm(null);
    const checking: Checking = {
      ...{ database, memory, lesson, files, seed, onProgress },
      ...{ app: NO_APP, realm },
    };
    if (request.kind === 'world') {
      this.#open = await runWorld(checking, request.nth);
      return { id, kind: 'world', ...sent({ report: this.#open.report }) };
    }
    this.#open = undefined;
    const started = performance.now();
    // They are what another worker, or this one, made of `runWorld`: the page only hands them on.
    const reports = request.reports as readonly unknown[] as readonly WorldReport[];
    const verdict = await conclude(checking, reports);
    return {
      id,
      kind: 'check',
      verdict: { ...verdict, ms: Math.round(performance.now() - started) },
    };
  }
}

/** A report as the page hands it on. */
const sent = <T extends { readonly report: WorldReport }>(
  reply: T,
): Omit<T, 'report'> & { report: WorldReport & Record<string, unknown> } => ({
  ...reply,
  report: { ...reply.report },
});

function outOfOrder(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: 'A picture was asked for before there was a world.',
  });
}
