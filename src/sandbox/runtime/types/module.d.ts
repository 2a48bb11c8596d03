// A package of which the runtime knows nothing: it hands it on.
declare const contents: Readonly<Record<string, unknown>>;
export default contents;
