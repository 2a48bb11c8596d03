import type { Tool } from './tools.ts';

/**
 * Tools that partners wrote: bookkeeping, exchange rates, chat. They run in our process, are loaded
 * when they are first called, and throw whatever they throw.
 */
const connectors = new Map<string, () => Tool | Promise<Tool>>();

export function register(name: string, load: () => Tool | Promise<Tool>): void {
  connectors.set(name, load);
}

export const loaderOf = (name: string): (() => Tool | Promise<Tool>) | undefined =>
  connectors.get(name);
