import type { Program } from '../../../contract/index.ts';
import { helpers } from '../core/helpers.ts';
import { nativeEval } from '../core/captured.ts';
import { addressOf } from './positions.ts';

type Require = (request: string) => unknown;

interface LoadedModule {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
}

/** What a program's modules import that is no file of the program. Throws where there is none. */
export type Packages = (request: string, importer: string) => unknown;

// Free names of compiled modules; `default` is among what tslib exports.
const helperNames = Object.keys(helpers).filter((name) => name.startsWith('__'));
const helperValues = helperNames.map((name) => helpers[name]);

/** CommonJS as Node has it: each module is evaluated once, a cycle sees what is there so far. */
export class Loader {
  readonly #program: Program;
  readonly #packages: Packages;
  readonly #modules = new Map<string, LoadedModule>();
  /** The modules being evaluated, outermost first. */
  readonly #stack: string[] = [];
  #cycle: readonly string[] | null = null;

  constructor(program: Program, packages: Packages) {
    this.#program = program;
    this.#packages = packages;
  }

  /** Where a load went through a cycle: the modules, the first one again at the end. */
  get cycle(): readonly string[] | null {
    return this.#cycle;
  }

  /** The module that was being evaluated when the load failed. */
  get failedIn(): string | null {
    return this.#stack.at(-1) ?? null;
  }

  /** Evaluates a module unless it was. @throws whatever it throws */
  load(path: string): unknown {
    const known = this.#modules.get(path);
    if (known !== undefined) {
      if (!known.loaded) {
        const from = this.#stack.indexOf(path);
        if (from !== -1) this.#cycle ??= [...this.#stack.slice(from), path];
      }
      return known.exports;
    }
    const filename = `/app/${path}`;
    const module: LoadedModule = { exports: {}, id: filename, filename, loaded: false };
    this.#modules.set(path, module);
    this.#stack.push(path);
    try {
      this.#evaluate(path, module);
    } catch (error) {
      // As in Node: a module that failed is evaluated anew when it is asked for again.
      this.#modules.delete(path);
      throw error;
    }
    this.#stack.pop();
    module.loaded = true;
    return module.exports;
  }

  #evaluate(path: string, module: LoadedModule): void {
    const compiled = this.#program.modules[path];
    if (compiled === undefined) throw new Error(`No module ${path}`);
    const require: Require = (request: unknown) => this.#require(String(request), path);
    const directory = module.filename.slice(0, module.filename.lastIndexOf('/'));
    const names = ['exports', 'require', 'module', '__filename', '__dirname', ...helperNames];
    const run = evaluate(compiled.code, addressOf(path), names) as (...args: unknown[]) => void;
    Reflect.apply(run, module.exports, [
      module.exports,
      require,
      module,
      module.filename,
      directory,
      ...helperValues,
    ]);
  }

  #require(request: string, importer: string): unknown {
    if (!/^\.{0,2}\//.test(request) && request !== '.' && request !== '..') {
      return this.#packages(request, importer);
    }
    const found = this.#find(request, importer);
    if (found !== null) return this.load(found);
    const have = Object.keys(this.#program.modules).join(', ');
    throw Object.assign(
      new Error(
        `${importer} imports '${request}', and there is no such file. The program has: ${have}.`,
      ),
      { code: 'MODULE_NOT_FOUND' },
    );
  }

  /** `./db`, `./db.ts` and `./db.js` all are db.ts. */
  #find(request: string, importer: string): string | null {
    const path = joined(importer, request);
    if (path === null) return null;
    const bare = path.replace(/\.[cm]?js$/, '');
    const candidates = [path, `${bare}.ts`, `${path}.ts`, `${path}/index.ts`, 'index.ts'];
    const tried = path === '' ? candidates.slice(-1) : candidates.slice(0, -1);
    return tried.find((candidate) => Object.hasOwn(this.#program.modules, candidate)) ?? null;
  }
}

/** Evaluates text as the body of a function, so that stacks name it by its address. */
export function evaluate(code: string, address: string, names: readonly string[]): unknown {
  // One line stands before the code: LINES_BEFORE in positions.ts. The text is global code to the
  // engine, which is what an indirect eval is.
  const evalText: (text: string) => unknown = nativeEval;
  return evalText(`(function (${names.join(', ')}) {\n${code}\n})\n//# sourceURL=${address}`);
}

/** A relative request from a module, as a path of the program; null where it leaves the program. */
function joined(importer: string, request: string): string | null {
  const steps = request.startsWith('/app/') ? [] : importer.split('/').slice(0, -1);
  const rest = request.startsWith('/app/') ? request.slice('/app/'.length) : request;
  if (rest.startsWith('/')) return null;
  for (const step of rest.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return null;
  }
  return steps.join('/');
}
