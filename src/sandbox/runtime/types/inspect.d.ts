export function inspect(value: unknown, options?: unknown): string;
export function format(...args: unknown[]): string;
