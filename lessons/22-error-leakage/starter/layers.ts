import pino from 'pino';

const traces = pino({ level: 'debug' });

/**
 * Notes what goes through a layer, for our tracing: which one saw what, before the boundary. Not the
 * log that support reads, and it knows no incidents.
 */
export function passed(layer: string, error: unknown): void {
  traces.debug({ layer, err: error });
}
