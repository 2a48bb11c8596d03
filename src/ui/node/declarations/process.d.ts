/** `process`, as far as there is one: there is no system around the program. */

declare namespace NodeJS {
  interface Process {
    /** What the lesson sets; changes last until the program starts anew. */
    env: Record<string, string | undefined>;
    readonly argv: string[];
    readonly pid: number;
    readonly platform: string;
    readonly version: string;
    readonly versions: Record<string, string | undefined>;
    cwd(): string;
    /** Ends the program: the run is then over, and counts as ended early. */
    exit(code?: number): never;
    uptime(): number;
    hrtime: { (time?: [number, number]): [number, number]; bigint(): bigint };
    nextTick(callback: Function, ...args: unknown[]): void;
    on(event: string, listener: (...args: any[]) => void): this;
    once(event: string, listener: (...args: any[]) => void): this;
    off(event: string, listener: (...args: any[]) => void): this;
    emitWarning(warning: string | Error): void;
  }
}
declare var process: NodeJS.Process;

declare module 'node:process' {
  export = process;
}
