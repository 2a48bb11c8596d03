declare const path: { resolve(...parts: string[]): string };
export default path;
