import { parentPort } from 'node:worker_threads';
import { createResponder } from '../checks/index.ts';
import type { WorkerRequest } from '../contract/index.ts';
import { openDatabase, unpackFiles } from '../database/index.ts';
import { findLesson, loadLessonModule } from './lesson-code.ts';

// The entry of a database worker in Node: it only wires.

const respond = createResponder({
  openDatabase,
  unpackFiles,
  loadLesson: async (slug) => loadLessonModule(await findLesson(slug)),
  post: (reply) => {
    parentPort?.postMessage(reply);
  },
});

parentPort?.on('message', (request: WorkerRequest) => {
  void respond(request);
});
