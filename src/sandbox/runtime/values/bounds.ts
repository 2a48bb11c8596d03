/** How much of a value is carried. What exceeds it is `cut`, and the answer says so. */
export const MAX_DEPTH = 16;
export const MAX_NODES = 20_000;
export const MAX_STRING = 100_000;
/** Characters of all strings and keys together; roughly the bytes of the JSON. */
export const MAX_TOTAL = 1_000_000;
