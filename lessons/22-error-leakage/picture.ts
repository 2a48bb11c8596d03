import { callerLayer, pictureCall, saidOf, type PictureRun } from '#checks';
import type { ErrorLayer, Picture, Plain, TraceEvent } from '#contract';

type RunCall = PictureRun['calls'][number];
type LogEvent = Extract<TraceEvent, { kind: 'log' }>;
type Words = Readonly<Record<string, Plain>>;

/** Checks whose calls all succeed, or are told what was written for them: no error has a way to show. */
const WITHOUT = new Set(['results-unchanged', 'approved-messages']);

/**
 * The way of one error: what each layer that it passed knew of it, what the caller was told, and
 * what the log has. Of the calls of a run the first that told of others; else the one with most
 * layers.
 */
export function errorPath(run: PictureRun): Picture | null {
  if (run.check !== null && WITHOUT.has(run.check)) return null;
  const call = callOf(run);
  if (!call) return null;
  const passed = tracesOf(run, call);
  // In the log that support reads, and past the incident, nothing is told apart by whose it is.
  return {
    kind: 'error-path',
    tenants: [...run.world.tenants],
    call: pictureCall(call),
    layers: [
      ...passed.map(({ fields }) => layer(run, asWords(fields))),
      callerLayer(run, call),
      { name: 'The log', at: 'log', place: null, said: logged(run, call) },
    ],
  };
}

function callOf(run: PictureRun): RunCall | undefined {
  const told = run.calls.findLast(({ attempt }) => attempt.foreign.length > 0);
  if (told && run.check !== null) return told;
  const failed = run.calls
    .filter(({ attempt }) => attempt.request.name !== 'readOtherwise')
    .map((call) => ({
      call,
      layers: tracesOf(run, call).length,
      leaks: call.attempt.foreign.length > 0 ? 1 : 0,
    }))
    .filter(({ layers }) => layers > 0)
    .sort((a, b) => b.leaks - a.leaks || b.layers - a.layers);
  return failed[0]?.call;
}

const logsOf = ({ trace }: PictureRun, { number }: RunCall): LogEvent[] =>
  trace.filter((event): event is LogEvent => event.kind === 'log' && event.call === number);

/** What layers.ts noted, from the innermost outwards. */
const tracesOf = (run: PictureRun, call: RunCall): LogEvent[] =>
  logsOf(run, call).filter(({ level }) => level === 'debug');

function layer(run: PictureRun, { layer: name, err }: Words): ErrorLayer {
  return {
    name: typeof name === 'string' ? name : 'a layer',
    at: 'inside',
    place: null,
    said: saidOf(run, parts('', err ?? null)),
  };
}

/** Every line of the call in the log that support reads, and on the console. */
function logged(run: PictureRun, call: RunCall): ErrorLayer['said'] {
  const said = run.trace.flatMap((event): ErrorLayer['said'] => {
    if (event.kind === 'console' && event.call === call.number) {
      return saidOf(run, { console: withoutStack(event.text) });
    }
    if (event.kind !== 'log' || event.call !== call.number || event.level === 'debug') return [];
    const fields = Object.entries(asWords(event.fields)).flatMap(([key, value]) =>
      Object.entries(parts(key, value)),
    );
    return saidOf(run, { [event.level]: event.message, ...Object.fromEntries(fields) });
  });
  return said.slice(0, 24);
}

/** What is worth showing of a written error: what it says, and not where it stood in the code. */
function parts(name: string, value: Plain): Record<string, Plain> {
  const words = asWords(value);
  if (typeof value === 'string') return { [name || 'thrown']: withoutStack(value) };
  if (!('message' in words)) return { [name || 'thrown']: value };
  const dot = name === '' ? '' : `${name}.`;
  const shown = ['message', 'code', 'detail', 'constraint', 'response', 'aggregateErrors'];
  return Object.fromEntries(
    shown.flatMap((key) => {
      const inner = words[key];
      return inner === undefined || inner === null ? [] : [[`${dot}${key}`, withoutStacks(inner)]];
    }),
  );
}

const withoutStack = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .join(' ')
    .replace(/\s+/g, ' ');

function withoutStacks(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(withoutStacks);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'stack')
      .map(([key, inner]) => [key, withoutStacks(inner)]),
  );
}

const asWords = (value: Plain): Words =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Words) : {};
