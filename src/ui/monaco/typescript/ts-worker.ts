/** TypeScript's language service, as an entry that the bundler finds beside its caller. */
import 'monaco-editor/languages/features/typescript/ts.worker.js';
