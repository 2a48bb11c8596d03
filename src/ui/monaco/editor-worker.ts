/** Monaco's own worker, as an entry that the bundler finds beside its caller. */
import 'monaco-editor/editor/editor.worker.js';
