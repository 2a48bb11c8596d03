import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { CodePlace, Program } from '../../../contract/index.ts';

/**
 * Where the learner's modules seem to come from. No other code of the realm is named so, which is
 * what tells the learner's lines from ours in a stack of any engine.
 */
const ORIGIN = 'leakproof:///';
/** `leakproof:///app.ts:12:34`, as V8, SpiderMonkey and JavaScriptCore all write it. */
const POSITION = /leakproof:\/\/\/([^\s():]+):(\d+):(\d+)/g;
/** What the loader puts in front of a module, in lines. */
export const LINES_BEFORE = 1;

let maps = new Map<string, TraceMap | null>();
let sources = new Map<string, string>();

/** The `sourceURL` of a module. */
export function addressOf(module: string): string {
  return ORIGIN + encodeURI(module).replace(/[():]/g, encodeURIComponent);
}

/** Knows the modules of one program from now on. Their maps are read when one is needed. */
export function usePositions(program: Program): void {
  maps = new Map();
  sources = new Map();
  for (const [module, { map }] of Object.entries(program.modules)) {
    sources.set(addressOf(module).slice(ORIGIN.length), map);
  }
}

/** A line of a stack that is not the learner's: of this bundle, a package in it, the engine. */
const FRAME = /^\s*at (?:.+ \()?[^\s()]+(?::\d+:\d+)?\)?( \{)?$|^\S*@\S*:\d+:\d+( \{)?$/;

/**
 * The text with every position of compiled code replaced by that of the TypeScript it came from,
 * and without the lines of stacks that are not the learner's.
 */
export function toSourcePositions(text: string): string {
  if (!/^\s*at |@/m.test(text)) return text;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const foreign = line.includes(ORIGIN) ? null : FRAME.exec(line);
    if (foreign === null) lines.push(line);
    // What `inspect` opens behind the last line of a stack: the error's other fields.
    else if (foreign[1] ?? foreign[2]) lines.push(`${lines.pop() ?? ''} {`);
  }
  return lines
    .join('\n')
    .replace(POSITION, (_whole, address: string, line: string, column: string) => {
      const { file, ...at } = original(address, Number(line), Number(column));
      return `${file}:${at.line}:${at.column}`;
    })
    .replace(/\bat (?:[\w$]+\.)?eval \(([^()]+)\)/g, 'at $1')
    .replaceAll(ORIGIN, '');
}

/** The learner's innermost line in a stack. Null where it has none. */
export function placeIn(stack: string): CodePlace | null {
  POSITION.lastIndex = 0;
  const found = POSITION.exec(stack);
  if (found === null) return null;
  return original(found[1] ?? '', Number(found[2]), Number(found[3]));
}

/** The lines of a stack that are the learner's. */
export function learnersLines(stack: string): readonly string[] {
  return stack.split('\n').filter((line) => line.includes(ORIGIN));
}

function original(address: string, line: number, column: number): CodePlace {
  const file = decodeURIComponent(address);
  const map = mapOf(address);
  const compiled = { line: Math.max(1, line - LINES_BEFORE), column: Math.max(0, column - 1) };
  if (map !== null) {
    const found = originalPositionFor(map, compiled);
    if (found.line !== null) return { file, line: found.line, column: found.column + 1 };
  }
  return { file, line: compiled.line, column: compiled.column + 1 };
}

function mapOf(address: string): TraceMap | null {
  const known = maps.get(address);
  if (known !== undefined) return known;
  let map: TraceMap | null = null;
  try {
    map = new TraceMap(sources.get(address) ?? '');
  } catch {
    // A module without a usable map is shown by its compiled position.
  }
  maps.set(address, map);
  return map;
}
