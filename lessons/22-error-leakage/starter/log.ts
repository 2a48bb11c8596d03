import pino from 'pino';

/** One JSON object per line, to our own log store. Agents and tenants cannot read it. */
export const log = pino();
