import { callerLayer, pictureCall, saidOf, type PictureRun } from '#checks';
import type { CallOutcome, ErrorLayer, Picture, Plain, TraceEvent } from '#contract';
import { incidentOf, replyOf } from './judge.ts';

type RunCall = PictureRun['calls'][number];
type LogEvent = Extract<TraceEvent, { kind: 'log' }>;
type Words = Readonly<Record<string, Plain>>;

/**
 * The way of one error: what each layer that it passed knew of it, what the caller was told, and
 * what the log has.
 */
export function errorPath(run: PictureRun): Picture | null {
  const call = callOf(run);
  if (!call || isAsItShouldBe(run.check, call)) return null;
  const passed = tracesOf(run, call);
  return {
    kind: 'error-path',
    tenants: [...run.world.tenants],
    call: pictureCall(call),
    layers: [
      ...passed.map(({ fields }) => layer(run, asWords(fields))),
      callerLayer(run, masking(run, call)),
      { name: 'The log', at: 'log', place: null, said: logged(run, call) },
    ],
  };
}

function callOf(run: PictureRun): RunCall | undefined {
  const calls = run.calls.filter(({ attempt }) => attempt.request.name !== 'readOtherwise');
  const told = calls.find(({ attempt }) => attempt.foreign.length > 0);
  if (told) return told;
  // Where nothing got out, the longest way; what a check of the rest found wrong is its last call.
  const isShown = run.check === null || run.check === 'database-errors';
  if (!isShown) return calls.at(-1);
  const layers = (call: RunCall): number => tracesOf(run, call).length;
  return [...calls].sort((a, b) => layers(b) - layers(a))[0];
}

/** Of checks that come before any error has a long way: the call is answered as it has to be. */
function isAsItShouldBe(check: string | null, { attempt }: RunCall): boolean {
  const reply = replyOf(attempt);
  const { ok } = (reply?.reply ?? reply ?? {}) as { readonly ok?: Plain };
  const hasIncident = incidentOf(attempt) !== null;
  switch (check) {
    case 'results-unchanged':
      return ok === true;
    case 'approved-messages':
      return ok === false && !hasIncident;
    case 'every-failure-answered':
      return ok === false && hasIncident;
    case null:
    default:
      return false;
  }
}

/** Random ids, which are others in the next run of the same seed: the incident, and any UUID. */
function mask({ world }: PictureRun, { attempt }: RunCall, text: string): string {
  const incident = incidentOf(attempt);
  const named = incident === null ? text : text.replaceAll(incident, '‹incident›');
  const ids = world.tenants.map(({ id }) => id);
  return named.replace(UUID, (id) => (ids.includes(id) ? id : '‹id›'));
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function masking(run: PictureRun, call: RunCall): RunCall {
  const { attempt } = call;
  const outcome = JSON.parse(mask(run, call, JSON.stringify(attempt.outcome))) as CallOutcome;
  return { ...call, attempt: { ...attempt, outcome } };
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
      return saidOf(run, { console: mask(run, call, withoutStack(event.text)) });
    }
    if (event.kind !== 'log' || event.call !== call.number || event.level === 'debug') return [];
    const written = JSON.parse(mask(run, call, JSON.stringify(event.fields))) as Plain;
    const message = mask(run, call, withoutStack(event.message));
    const fields = Object.entries(asWords(written)).flatMap(([key, value]) =>
      Object.entries(parts(key, value)),
    );
    return saidOf(run, { [event.level]: message, ...Object.fromEntries(fields) });
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
    .filter((line) => !/^[\s'"]+at \S/.test(line))
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
