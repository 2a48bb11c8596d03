import * as z from 'zod/mini';
import { Tenant, TranscriptStep } from '../contract/index.ts';
import recording from './recorded-leak.json' with { type: 'json' };

/**
 * A real leak, recorded from a lesson's attack on its starter, for a visitor who has not downloaded
 * a database yet. Three steps make six lines: who said what, and what came of it.
 */
export const RecordedLeak = z.strictObject({
  /** The lesson whose attack this is. */
  lesson: z.string(),
  /** What a visitor must know to follow, in one or two short sentences. */
  scene: z.string(),
  /** As the server stated it. */
  server: z.string(),
  seed: z.number(),
  /** What happened, with a subject, a verb and a number. */
  sentence: z.string(),
  tenants: z.array(Tenant),
  transcript: z.array(TranscriptStep),
});
export type RecordedLeak = z.infer<typeof RecordedLeak>;

/** @throws ZodError if the recording does not fit the contract any more */
export const readRecordedLeak = (): RecordedLeak => RecordedLeak.parse(recording);
