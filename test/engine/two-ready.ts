import type { Engine } from '../../src/engine/index.ts';

/** Resolves when two databases are there, and none is on its way. */
export function twoReady(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { state } = engine;
      if (state.phase !== 'ready' || !state.quiet || state.databases !== 2) return;
      end();
      resolve();
    };
    const end = engine.subscribe(look);
    look();
  });
}
