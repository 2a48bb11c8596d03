/** Where the files lie: beside the lesson's page. */
export const addressOf = (name: string): string => new URL(`export/${name}`, document.baseURI).href;

/**
 * Fetches one of the tests of the lesson whose page this is.
 * @throws Error where it cannot be had
 */
export async function loadExport(name: string): Promise<string> {
  const response = await fetch(addressOf(name));
  if (!response.ok) throw new Error(`${name} could not be fetched (${String(response.status)}).`);
  return response.text();
}
