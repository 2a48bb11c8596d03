import type { PoolMode } from '../../contract/index.ts';
import { readOptions } from '../wire/startup.ts';
import { Violation } from '../wire/violation.ts';

/**
 * Settings that PgBouncer keeps per client: it sets them anew on the server connection that a
 * client gets. Source: PgBouncer documentation, `track_extra_parameters`.
 */
export const TRACKED = [
  'client_encoding',
  'DateStyle',
  'TimeZone',
  'standard_conforming_strings',
  'application_name',
  'IntervalStyle',
] as const;

const byLowerCase = new Map<string, string>(TRACKED.map((name) => [name.toLowerCase(), name]));

/** What a client asked for when it logged in, by the name of the setting. */
export type StartupSettings = ReadonlyMap<string, string>;

/**
 * Sorts the parameters of a startup packet. A server takes any setting; PgBouncer takes those that
 * it tracks, and refuses the others.
 * @throws Violation for a parameter that this mode refuses
 */
export function startupSettings(
  parameters: ReadonlyMap<string, string>,
  mode: PoolMode,
): StartupSettings {
  const settings = new Map<string, string>();
  const take = (given: string, value: string, where: string): void => {
    const name = byLowerCase.get(given.toLowerCase());
    if (name === undefined && mode !== 'direct') {
      throw new Violation(`unsupported startup parameter${where}: ${given}`);
    }
    if (name === 'client_encoding' && isUtf8(value)) return;
    settings.set(name ?? given, value);
  };
  // As on a server: the options first, so that a parameter of its own wins.
  for (const [name, value] of readOptions(parameters.get('options') ?? '')) {
    take(name, value, ' in options');
  }
  for (const [name, value] of parameters) {
    if (name !== 'options') take(name, value, '');
  }
  return settings;
}

/** `UTF8`, `utf-8`, `'utf-8'`: what clients write for the one encoding there is by default. */
const isUtf8 = (value: string): boolean => /^'?utf-?8'?$|^unicode$/i.test(value);
