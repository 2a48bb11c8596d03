import * as z from 'zod/mini';
import type { Problem } from './problems.ts';

/** Messages in English for this one parse; zod/mini itself knows only "Invalid input". */
const { localeError } = z.locales.en();

/** `['wrong', 2, 'check']` as an author would write it: `wrong[2].check`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) =>
      typeof key === 'number' ? `[${key}]` : at === 0 ? String(key) : `.${String(key)}`,
    )
    .join('');
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Parses a JSON file against its schema. Every breach becomes a problem; null if there was any. */
export function parseJson<Schema extends z.core.$ZodType>(
  schema: Schema,
  text: string,
  file: string,
  problems: Problem[],
): z.output<Schema> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    problems.push({ file, message: `is not JSON (${reason})` });
    return null;
  }
  const parsed = z.safeParse(schema, json, { error: localeError });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const field = fieldName(issue.path);
    problems.push({
      file,
      ...(field === '' ? {} : { field }),
      message: lowerFirst(issue.message),
    });
  }
  return null;
}
