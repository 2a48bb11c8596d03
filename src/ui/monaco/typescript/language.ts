import * as monaco from 'monaco-editor/editor/editor.api.js';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/features/gotoError/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/parameterHints/register.js';
import { conf, language } from 'monaco-editor/languages/definitions/typescript/typescript.js';
import {
  DiagnosticsAdapter,
  LibFiles,
  QuickInfoAdapter,
  SignatureHelpAdapter,
  SuggestAdapter,
} from 'monaco-editor/languages/features/typescript/languageFeatures.js';
import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register.js';
import { COMPILER_OPTIONS, TYPESCRIPT, TYPESCRIPT_SHOWN } from './compiler-options.ts';
import { provideTypings } from './typings.ts';

/** The language service's own calls, of which only this one is not made by Monaco's adapters. */
interface Service {
  updateExtraLibs(libs: object): Promise<void>;
}

/** Calls, and the words of values and types, wear what they wear in the build's colours. */
const coloured: monaco.languages.IMonarchLanguage = {
  ...language,
  tokenizer: {
    ...language.tokenizer,
    common: [
      [
        /\b(?:any|bigint|boolean|false|never|null|number|object|string|symbol|this|true|undefined|unknown|void)\b/,
        'number',
      ],
      [/#?[a-z_$][\w$]*(?=\s*\()/, { cases: { '@keywords': 'keyword', '@default': 'predefined' } }],
      ...(language.tokenizer.common ?? []),
    ],
  },
};

let registered = false;

/**
 * Teaches Monaco TypeScript: colours, and from the language service errors, completions, types
 * under the pointer and parameters. To be called before the first editor is made.
 */
export function registerTypescript(): void {
  if (registered) return;
  registered = true;
  for (const id of [TYPESCRIPT, TYPESCRIPT_SHOWN]) {
    monaco.languages.register({ id });
    monaco.languages.setLanguageConfiguration(id, conf);
    monaco.languages.setMonarchTokensProvider(id, coloured);
  }
  judge({ types: false });
  monaco.languages.onLanguage(TYPESCRIPT, startService);
}

/** TypeScript is megabytes: its worker starts with the first file that is opened. */
function startService(): void {
  const worker = new Worker(new URL('./ts-worker.ts', import.meta.url), { type: 'module' });
  // Monaco's protocol: a first message that is ignored, then what the service is created with.
  worker.postMessage('ignore');
  worker.postMessage({
    compilerOptions: COMPILER_OPTIONS,
    extraLibs: typescriptDefaults.getExtraLibs(),
    inlayHintsOptions: {},
  });
  const service = monaco.editor.createWebWorker<Service>({ worker, keepIdleModels: true });
  const workerFor = async (...uris: monaco.Uri[]): Promise<Service> => {
    await service.withSyncedResources([...new Set([...uris, ...lessonModels()])]);
    return service.getProxy();
  };
  // Before the adapters listen, so that they ask again once the typings are there.
  typescriptDefaults.onDidExtraLibsChange(() => {
    void service
      .getProxy()
      .then((proxy) => proxy.updateExtraLibs(typescriptDefaults.getExtraLibs()));
  });
  const { languages } = monaco;
  languages.registerCompletionItemProvider(TYPESCRIPT, new SuggestAdapter(workerFor));
  languages.registerSignatureHelpProvider(TYPESCRIPT, new SignatureHelpAdapter(workerFor));
  languages.registerHoverProvider(TYPESCRIPT, new QuickInfoAdapter(workerFor));
  new DiagnosticsAdapter(new LibFiles(workerFor), typescriptDefaults, TYPESCRIPT, workerFor);
  monaco.editor.getModels().forEach(followImports);
  monaco.editor.onDidCreateModel(followImports);
}

/** Sees to the typings of whatever a file imports, now and after each edit. */
function followImports(model: monaco.editor.ITextModel): void {
  if (model.getLanguageId() !== TYPESCRIPT) return;
  const provide = async (): Promise<void> => {
    if (await provideTypings(model.getValue())) judge({ types: true });
  };
  void provide();
  model.onDidChangeContent(() => void provide());
}

/**
 * Types are judged once their typings are there: before, every import would look wrong. Only the
 * shown file is judged, and anew when it is shown: an edit elsewhere may have made it right or wrong.
 */
function judge({ types }: { readonly types: boolean }): void {
  const noSemanticValidation = !types;
  const before = typescriptDefaults.getDiagnosticsOptions().noSemanticValidation;
  if (before === noSemanticValidation) return;
  typescriptDefaults.setDiagnosticsOptions({
    noSemanticValidation,
    noSuggestionDiagnostics: true,
    onlyVisible: true,
  });
}

/** Files import each other, so the service has to know all of them whichever is asked about. */
function lessonModels(): readonly monaco.Uri[] {
  return monaco.editor
    .getModels()
    .filter((model) => model.getLanguageId() === TYPESCRIPT)
    .map((model) => model.uri);
}
