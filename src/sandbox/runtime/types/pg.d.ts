declare const pg: {
  readonly Client: { prototype: { query(...args: unknown[]): unknown } };
};
export default pg;
