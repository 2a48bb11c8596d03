import { PICTURE_LIMITS, isRecord, type ErrorLayer, type Plain } from '../../contract/index.ts';
import { readPlain } from '../app/plain-texts.ts';
import { pretty } from '../app/pretty.ts';
import type { PictureRun, RunCall } from './picture-run.ts';
import { piecesOf } from './whose.ts';

type Said = ErrorLayer['said'];

/**
 * What is said, by name, with whose data stands in it. An error among the values is told by its own
 * parts: `err.message`, `err.detail`, `err.cause.message`; nothing of what is null or empty.
 * @param reader as {@link piecesOf} takes it
 */
export function saidOf(
  run: PictureRun,
  words: Readonly<Record<string, Plain | undefined>>,
  reader?: number | null,
): Said {
  const all = Object.entries(words).flatMap(([name, value]) =>
    wordsOf(name, value).map(([full, text]) => ({
      name: full,
      pieces: piecesOf(run, text, reader),
    })),
  );
  if (all.length <= PICTURE_LIMITS.said) return all;
  // Where there is no room for all, what is somebody's is kept.
  const telling = all.filter(({ pieces }) => pieces.some(({ owner }) => owner !== null));
  const others = all.filter((said) => !telling.includes(said));
  return [...telling, ...others].slice(0, PICTURE_LIMITS.said);
}

/** How many causes of causes are told. */
const DEPTH = 4;

function wordsOf(name: string, value: Plain | undefined, depth = 0): [string, string][] {
  if (value === null || value === undefined || value === '') return [];
  if (isRecord(value) && value['@'] === 'undefined') return [];
  if (!isRecord(value) || value['@'] !== 'error') {
    const text = typeof value === 'string' ? value : pretty(value).replace(/\s*\n\s*/g, ' ');
    return [[name, text]];
  }
  const thrown = isRecord(value.value ?? null) ? (value.value as Words) : {};
  const words: [string, string][] = [];
  for (const part of ['message', 'code'] as const) {
    words.push(...wordsOf(`${name}.${part}`, thrown[part]));
  }
  if (depth >= DEPTH) return words;
  for (const [key, inner] of Object.entries(ownWords(thrown.value ?? null))) {
    words.push(...wordsOf(`${name}.${key}`, inner, depth + 1));
  }
  return words;
}

type Words = Readonly<Record<string, Plain>>;

/** What an error has of its own beside what every error has, and its stack. */
function ownWords(value: Plain): Words {
  if (!isRecord(value)) return {};
  const { stack: _stack, message: _message, name: _name, code: _code, ...others } = value;
  return others;
}

/** The layer at which a call's answer reaches whoever called: what was thrown, or returned. */
export function callerLayer(run: PictureRun, { attempt }: RunCall): ErrorLayer {
  const reader = attempt.request.as?.index ?? null;
  const { outcome } = attempt;
  const at = { name: 'The caller', at: 'caller', place: null } as const;
  const told = (words: Words): Said => withoutAsked(saidOf(run, words, reader), attempt);
  switch (outcome.kind) {
    case 'returned': {
      const { value } = outcome;
      // An answer with fields is told field by field.
      return { ...at, said: told(isRecord(value) && !('@' in value) ? value : { answer: value }) };
    }
    case 'threw': {
      const { name, message, code, value } = outcome.error;
      return { ...at, said: told({ name, message, code, ...ownWords(value) }) };
    }
    case 'unsettled':
      return { ...at, said: [] };
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

/** What the caller said itself gives nothing away when it comes back. */
function withoutAsked(said: Said, { request }: RunCall['attempt']): Said {
  const asked = readPlain(request.args).texts;
  return said.map(({ name, pieces }) => ({
    name,
    pieces: pieces.map((piece) => ({
      ...piece,
      foreign: piece.foreign && !asked.some((text) => text.includes(piece.text)),
    })),
  }));
}

/** The layer of the log: every line that a call wrote to it. */
export function logLayer(run: PictureRun, { number }: RunCall): ErrorLayer {
  const said = run.trace.flatMap((event): Said => {
    if (event.kind !== 'log' || event.call !== number) return [];
    const fields = isRecord(event.fields) ? event.fields : {};
    return saidOf(run, { [event.level]: event.message, ...fields });
  });
  return { name: 'The log', at: 'log', place: null, said: said.slice(0, PICTURE_LIMITS.said) };
}
