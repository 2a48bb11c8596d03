import * as z from 'zod/mini';

/**
 * A JavaScript value as data. JSON stands for itself; anything else is an object with the key `@`,
 * which says what it was. An object that itself has that key is written as `object`.
 *
 * | `@`         | else                     |                                                     |
 * | ----------- | ------------------------ | --------------------------------------------------- |
 * | `undefined` |                          |                                                     |
 * | `number`    | `value`                  | `NaN`, `Infinity`, `-Infinity`, `-0`                |
 * | `bigint`    | `value`                  | decimal digits                                      |
 * | `date`      | `value`                  | ISO 8601, or `Invalid Date`                         |
 * | `bytes`     | `value`                  | base64, of a Buffer or typed array                  |
 * | `map`       | `entries`                | pairs                                               |
 * | `set`       | `entries`                | values                                              |
 * | `error`     | `value`                  | a {@link ThrownValue}                               |
 * | `function`  | `value`                  | its name                                            |
 * | `symbol`    | `value`                  | its description                                     |
 * | `object`    | `value`, `entries`       | its class's name and its pairs                      |
 * | `cycle`     |                          | an object that contains itself                      |
 * | `getter`    | `value`                  | a property that threw when read, and what it said   |
 * | `cut`       | `value`                  | why what stood here is left out: depth, size        |
 */
export type Plain =
  null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export const Plain: z.ZodMiniType<Plain> = z.json();

/** A line of the learner's code, in the learner's own file. */
export const CodePlace = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
});
export type CodePlace = z.infer<typeof CodePlace>;

/** What was thrown, whatever it was. All that a caller could read off it is in `value`. */
export const ThrownValue = z.object({
  /** `name` of an Error; otherwise the type, such as `string`. */
  name: z.string(),
  message: z.string(),
  /** `code` where it is a string: a SQLSTATE, an errno such as `ENOENT`. */
  code: z.nullable(z.string()),
  /** The learner's line that threw, the innermost of its own. */
  place: z.nullable(CodePlace),
  /** Own properties (also `cause`, `detail`, `stack`), or the value itself. */
  value: Plain,
});
export type ThrownValue = z.infer<typeof ThrownValue>;

/** Whether a value has fields: neither a list nor null. */
export const isRecord = (value: Plain): value is Readonly<Record<string, Plain>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
