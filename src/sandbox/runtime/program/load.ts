import type { Fault, Program } from '../../../contract/index.ts';
import { createObject } from '../core/captured.ts';
import { messageOf, nameOf, placeOf } from '../values/thrown.ts';
import { Loader } from './loader.ts';
import { packagesFor } from './packages.ts';
import { usePositions } from './positions.ts';

/** A program whose modules are evaluated. */
export interface LoadedProgram {
  /** The paths of its modules, for people. */
  readonly modules: string;
  /** What each module exports, by its path; without a prototype. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Evaluates every module. @returns the program, or one sentence on why it does not load */
export function loadProgram(program: Program): LoadedProgram | Fault {
  usePositions(program);
  const loader = new Loader(program, packagesFor());
  const modules = Object.keys(program.modules);
  const exports = createObject(null) as Record<string, unknown>;
  try {
    for (const module of modules) exports[module] = loader.load(module);
  } catch (error) {
    return faultOf(error, loader);
  }
  return { exports, modules: modules.join(', ') };
}

function faultOf(error: unknown, loader: Loader): Fault {
  const place = placeOf(error);
  const file = place?.file ?? loader.failedIn;
  const what = isAbsent(error)
    ? messageOf(error)
    : `${file ?? 'The program'} threw while it loaded: ${nameOf(error)}: ${messageOf(error)}`;
  const { cycle } = loader;
  const circle = cycle === null ? '' : ` The modules import each other: ${cycle.join(' → ')}.`;
  return {
    code: 'program-error',
    message: (/[.!?]$/.test(what) ? what : `${what}.`) + circle,
    ...(file === null ? {} : { file }),
    ...(place === null ? {} : { line: place.line, column: place.column }),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
}
