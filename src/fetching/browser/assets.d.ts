/** Files that Vite serves or copies; the import is their address. */
declare module '*.gz?url' {
  const url: string;
  export default url;
}

declare module '*?raw' {
  const text: string;
  export default text;
}
