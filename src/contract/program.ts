import * as z from 'zod/mini';

/** One of a program's modules, compiled: CommonJS, ES2016, helpers taken from the runtime. */
export const CompiledModule = z.object({
  code: z.string(),
  /** Source map (version 3, JSON) back to the TypeScript. */
  map: z.string(),
});
export type CompiledModule = z.infer<typeof CompiledModule>;

/** A program as it is handed to a sandbox: modules by the path of their source, such as `app.ts`. */
export const Program = z.object({ modules: z.record(z.string(), CompiledModule) });
export type Program = z.infer<typeof Program>;

/** Whether a file of a lesson is a module of its program; a declaration file has nothing to run. */
export const isModulePath = (path: string): boolean =>
  path.endsWith('.ts') && !path.endsWith('.d.ts');
