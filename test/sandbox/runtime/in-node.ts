import { createRequire } from 'node:module';
import ts from 'typescript';

const require = createRequire(import.meta.url);

/** Evaluates a module in Node itself, with Node's own modules and native `async`. */
export function evaluateInNode(source: string): Record<string, (...args: unknown[]) => unknown> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const exports = {};
  // The realm does the same with what it is given: a program of this test's own.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('exports', 'require', outputText) as (...args: unknown[]) => void;
  run(exports, require);
  return exports;
}
