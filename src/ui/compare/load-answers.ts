import * as z from 'zod/mini';
import { ShownAnswer } from '../../contract/index.ts';

/**
 * Fetches the right answers of the lesson whose page this is: they lie beside it.
 * @throws Error where they cannot be had
 */
export async function loadAnswers(): Promise<readonly ShownAnswer[]> {
  const response = await fetch(new URL('answers.json', document.baseURI));
  if (!response.ok)
    throw new Error(`The answers could not be fetched (${String(response.status)}).`);
  return z
    .array(ShownAnswer)
    .check(z.minLength(1))
    .parse(await response.json());
}
