import { parentPort } from 'node:worker_threads';
import { compileProgram } from '../compile/compile-program.ts';
import type { CompileReply, CompileRequest } from '../compile/messages.ts';

// The entry of the compile worker in Node: it only wires.

parentPort?.on('message', ({ id, files }: CompileRequest) => {
  const result = compileProgram(files);
  parentPort?.postMessage({ kind: 'compiled', id, result } satisfies CompileReply);
});
parentPort?.postMessage({ kind: 'ready' } satisfies CompileReply);
