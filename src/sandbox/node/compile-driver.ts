import { LeakproofError, type CompiledModule } from '../../contract/index.ts';

const compiled = new Map<string, CompiledModule>();

/**
 * Compiles a lesson's own driver, which is trusted and needs no thread of its own. TypeScript is
 * loaded at the first one only: most runs have none.
 * @throws LeakproofError where it does not compile: a defect of the lesson
 */
export async function compileDriver(path: string, text: string): Promise<CompiledModule> {
  const known = compiled.get(text);
  if (known) return known;
  const { compileProgram } = await import('../compile/compile-program.ts');
  const program = compileProgram({ [path]: text });
  if ('code' in program) throw new LeakproofError(program);
  const module = program.modules[path];
  if (!module) {
    throw new LeakproofError({
      code: 'harness-fault',
      message: `${path} is no module by its name.`,
    });
  }
  compiled.set(text, module);
  return module;
}
