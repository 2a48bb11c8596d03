import { compileProgram } from './compile-program.ts';
import type { CompileReply, CompileRequest } from './messages.ts';

// The entry of the compile worker in a browser: it only wires.

addEventListener('message', ({ data: { id, files } }: MessageEvent<CompileRequest>) => {
  postMessage({ kind: 'compiled', id, result: compileProgram(files) } satisfies CompileReply);
});
postMessage({ kind: 'ready' } satisfies CompileReply);
