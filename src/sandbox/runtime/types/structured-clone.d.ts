export function serialize(value: unknown): unknown;
export function deserialize(records: unknown): unknown;
