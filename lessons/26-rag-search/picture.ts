import { layAround, pictureCall, type PictureRun, type RunCall } from '#checks';
import type { Picture, Plain } from '#contract';
import { readAnswer } from './judge.ts';
import { chunksOf, type Chunk } from './shelf.ts';
import { nearest } from './space.ts';

/** What was asked, and the name of the source that it was narrowed to. */
interface Asked {
  readonly question: string;
  readonly k: number;
  readonly source: Plain | undefined;
}

/** What a search call asked, as far as it can be read off its arguments. */
function askedBy({ attempt }: RunCall): Asked | null {
  const args = attempt.request.args[1];
  if (args === undefined || args === null || typeof args !== 'object' || !('question' in args)) {
    return null;
  }
  const { question, k, source } = args as Readonly<Record<string, Plain>>;
  return typeof question === 'string' && typeof k === 'number' ? { question, k, source } : null;
}

/** Of a leak the call that leaked; else the last search that had an answer. */
function shownCall({ calls }: PictureRun): RunCall | undefined {
  const searches = calls.filter((call) => askedBy(call) && readAnswer(call.attempt));
  const leak = searches.findLast(({ attempt }) =>
    attempt.foreign.some(({ table }) => table === 'chunks'),
  );
  const full = searches.findLast(({ attempt }) => (readAnswer(attempt)?.matches.length ?? 0) > 2);
  return leak ?? full ?? searches.at(-1);
}

/** All chunks around the question: how far each is, whose it is, and which ones came back. */
export function drawVectors(run: PictureRun): Picture | null {
  // Of the checks that held this one shows most: the foreign chunks lie nearer, and none came back.
  const held = run.check !== null && run.check !== 'search-apart';
  const leaked = run.calls.some(({ attempt }) => attempt.foreign.length > 0);
  const call = shownCall(run);
  const asked = call && askedBy(call);
  const answer = call && readAnswer(call.attempt);
  if (!asked || !answer) return null;
  const reader = call.attempt.request.as;
  const absent = missing(run, reader?.id, asked, answer.matches);
  if (held && !leaked && absent.length === 0) return null;
  const chunks = chunksOf(run.world);
  const ranked = new Map(
    nearest(asked.question, chunks).map(({ chunk, similarity }) => [chunk.id, 1 - similarity]),
  );
  const at = new Map(chunks.map((chunk, index) => [chunk.id, index]));
  const { x, y } = layAround(
    chunks.map(({ vector }) => vector),
    chunks.map(({ id }) => ranked.get(id) ?? 1),
  );
  const owners = new Map(run.world.tenants.map(({ id, index }) => [id, index]));
  const labels = labelsOf(run);
  const shown = answer.matches.filter(({ id }) => at.has(id)).slice(0, 50);
  return {
    kind: 'vectors',
    layout: 'around',
    tenants: [...run.world.tenants],
    call: pictureCall(call),
    points: {
      x,
      y,
      owner: chunks.map(({ owner }) => owners.get(owner) ?? null),
      label: chunks.map(({ sourceId }) => labels.indexOf.get(sourceId) ?? 0),
    },
    labels: labels.texts,
    query: { x: 500, y: 500, text: asked.question },
    neighbours: shown.map(({ id, score, body }) => ({
      point: at.get(id) ?? 0,
      distance: typeof score === 'number' ? 1 - score : null,
      text: typeof body === 'string' ? body : '',
      foreign: chunks[at.get(id) ?? 0]?.owner !== reader?.id,
    })),
    missing: absent.map(({ id }) => at.get(id) ?? 0),
  };
}

/** The caller's own that should have come, where fewer of its own came than it asked for. */
function missing(
  { world }: PictureRun,
  tenant: string | undefined,
  { question, k, source }: Asked,
  shown: readonly { readonly id: number }[],
): readonly Chunk[] {
  const within = (world.rows.sources ?? [])
    .filter(({ tenant_id: owner, name }) => owner === tenant && name === source)
    .map(({ id }) => Number(id));
  const own = chunksOf(world).filter(
    ({ owner, sourceId }) =>
      owner === tenant && (source === undefined || within.includes(sourceId)),
  );
  const came = new Set(shown.map(({ id }) => id));
  const wanted = Math.min(k, own.length, 20) - own.filter(({ id }) => came.has(id)).length;
  return nearest(question, own)
    .map(({ chunk }) => chunk)
    .filter(({ id }) => !came.has(id))
    .slice(0, Math.max(0, wanted));
}

function labelsOf({ world }: PictureRun): {
  readonly texts: string[];
  readonly indexOf: ReadonlyMap<number, number>;
} {
  const sources = world.rows.sources ?? [];
  const nameOf = (id: unknown): string =>
    world.tenants.find((tenant) => tenant.id === id)?.name ?? '';
  return {
    texts: sources.map((row) => `${nameOf(row.tenant_id)}, ${String(row.name)}`),
    indexOf: new Map(sources.map((row, index) => [Number(row.id), index])),
  };
}
