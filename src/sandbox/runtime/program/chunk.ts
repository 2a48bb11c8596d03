import { evaluate } from './loader.ts';

type Modules = Readonly<Record<string, unknown>>;
type Require = (request: string) => unknown;

const texts = new Map<string, string>();
const evaluated = new Map<string, Modules>();

/** Takes the texts that came with a load request. Each is evaluated when it is first imported from. */
export function addChunks(chunks: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(chunks)) {
    if (!evaluated.has(name)) texts.set(name, text);
  }
}

/** The modules of a chunk, by the names under which they are imported. @throws where it did not come */
export function chunkModules(name: string, require: Require): Modules {
  const known = evaluated.get(name);
  if (known !== undefined) return known;
  const text = texts.get(name);
  if (text === undefined) throw new Error(`The sandbox was started without its part ${name}.js.`);
  const module = { exports: {} as { modules?: Modules } };
  const run = evaluate(text, `sandbox-${name}.js`, ['require', 'module', 'exports']);
  (run as (...args: unknown[]) => void)(require, module, module.exports);
  const modules = module.exports.modules ?? {};
  evaluated.set(name, modules);
  texts.delete(name);
  return modules;
}
