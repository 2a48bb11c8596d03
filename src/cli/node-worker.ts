import { parentPort } from 'node:worker_threads';
import { createResponder, type LessonModule } from '../checks/index.ts';
import { channelOf, type WorkerRequest } from '../contract/index.ts';
import { openDatabase } from '../database/index.ts';
import { unpackFiles } from '../fetching/index.ts';
import { createSandboxHost } from '../sandbox/index.ts';
import { loadChunk } from '../sandbox/node/load-chunk.ts';
import { createNodeSandboxHost, ensureFiles } from '../sandbox/node/node-host.ts';
import { openPair } from '../sandbox/node/ports.ts';
import { findLesson, loadLessonModule } from './lesson-code.ts';

// The entry of a database worker in Node: it only wires.

/** Read once: a worker serves run after run, and all lessons are read to find one. */
const lessons = new Map<string, Promise<LessonModule>>();

function loadLesson(slug: string): Promise<LessonModule> {
  const known = lessons.get(slug) ?? findLesson(slug).then(loadLessonModule);
  lessons.set(slug, known);
  known.catch(() => lessons.delete(slug));
  return known;
}

const respond = createResponder({
  openDatabase,
  loadLesson,
  openHost: (port) => {
    const notes = channelOf(port);
    const processes = createNodeSandboxHost(ensureFiles, (note) => {
      notes.post(note);
    });
    return createSandboxHost(channelOf(processes.connect().port), { loadChunk, openPair });
  },
  post: (reply) => {
    parentPort?.postMessage(reply);
  },
});

parentPort?.on('message', (request: WorkerRequest) => {
  void respond(
    request.kind === 'unpack' ? { kind: 'unpacked', files: unpackFiles(request.packed) } : request,
  );
});
