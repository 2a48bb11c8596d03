import * as z from 'zod/mini';
import { SentStatement, Tenant } from './transcript.ts';

/** The most of each that a timeline holds: of lanes, bars of a lane, statements of a bar. */
export const TIMELINE_LIMITS = { lanes: 100, bars: 1_000, statements: 1_000 } as const;

/** A watched setting as a connection carried it: null was never set, `''` is set no more. */
export const CarriedSetting = z.object({
  name: z.string(),
  value: z.nullable(z.string()),
  /** The tenant whose id the value is, by its index. */
  tenant: z.nullable(z.number()),
});
export type CarriedSetting = z.infer<typeof CarriedSetting>;

/** One use of a server connection: from its hand-over to a call until it was given back. */
export const TimelineBar = z.object({
  /** The call it served, as it is shown; null where no call is known. */
  call: z.nullable(z.string()),
  /** Whose request it served. */
  tenant: z.nullable(z.number()),
  /** In order numbers shared by all lanes: bars and statements stand where these say. */
  from: z.number(),
  /** Null where it was never given back. */
  to: z.nullable(z.number()),
  /** What the connection carried when it was handed over, and when it was given back. */
  settingsIn: z.array(CarriedSetting),
  settingsOut: z.array(CarriedSetting),
  statements: z
    .array(z.object({ at: z.number(), ...SentStatement.shape }))
    .check(z.maxLength(TIMELINE_LIMITS.statements)),
  /** It started with another tenant's value: that tenant's index. This is the leak. */
  inherited: z.nullable(z.number()),
});
export type TimelineBar = z.infer<typeof TimelineBar>;

/** Who had which server connection when, and what it carried from one to the next. */
export const Timeline = z.object({
  kind: z.literal('timeline'),
  tenants: z.array(Tenant),
  lanes: z
    .array(
      z.object({
        name: z.string(),
        bars: z.array(TimelineBar).check(z.maxLength(TIMELINE_LIMITS.bars)),
      }),
    )
    .check(z.maxLength(TIMELINE_LIMITS.lanes)),
});
export type Timeline = z.infer<typeof Timeline>;
