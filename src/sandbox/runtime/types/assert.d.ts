declare const assert: {
  readonly strict: unknown;
  readonly deepStrictEqual: (left: unknown, right: unknown) => void;
};
export default assert;
