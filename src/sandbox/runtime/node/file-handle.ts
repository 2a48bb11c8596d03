import { missing } from '../core/missing.ts';
import { EventEmitter } from './events.ts';

type Sync = (...args: unknown[]) => unknown;
/** Does a thing at once and answers it later, as {@link FileHandle} wants it. */
export type Later = (command: string, run: () => unknown) => Promise<unknown>;

/** What a file handle needs of the synchronous file system. */
export type SyncFiles = Readonly<Record<string, Sync>>;

/** Node's FileHandle, on the descriptors of the in-memory file system. No streams. */
export class FileHandle extends EventEmitter {
  readonly fd: number;
  readonly #files: SyncFiles;
  readonly #later: Later;

  constructor(fd: number, files: SyncFiles, later: Later) {
    super();
    this.fd = fd;
    this.#files = files;
    this.#later = later;
  }

  readonly appendFile = (...args: unknown[]): Promise<unknown> => this.#do('appendFile', args);
  readonly chmod = (...args: unknown[]): Promise<unknown> => this.#do('fchmod', args);
  readonly chown = (...args: unknown[]): Promise<unknown> => this.#do('fchown', args);
  readonly datasync = (): Promise<unknown> => this.#do('fdatasync', []);
  readonly readFile = (...args: unknown[]): Promise<unknown> => this.#do('readFile', args);
  readonly stat = (...args: unknown[]): Promise<unknown> => this.#do('fstat', args);
  readonly sync = (): Promise<unknown> => this.#do('fsync', []);
  readonly truncate = (...args: unknown[]): Promise<unknown> => this.#do('ftruncate', args);
  readonly utimes = (...args: unknown[]): Promise<unknown> => this.#do('futimes', args);
  readonly writeFile = (...args: unknown[]): Promise<unknown> => this.#do('writeFile', args);

  async read(first?: unknown, ...rest: unknown[]): Promise<object> {
    // Either `read(buffer, offset, length, position)` or `read({ buffer, … })`.
    const given = first instanceof Uint8Array || first === undefined ? { buffer: first } : first;
    const options = given as Record<string, unknown>;
    const buffer = (options.buffer as Uint8Array | undefined) ?? new Uint8Array(16_384);
    const [offset = options.offset ?? 0, length = options.length, position] = rest;
    const most = length ?? buffer.length - Number(offset);
    const from = position ?? options.position ?? null;
    return { bytesRead: await this.#do('read', [buffer, offset, most, from]), buffer };
  }

  async write(data: unknown, ...rest: unknown[]): Promise<object> {
    return { bytesWritten: await this.#do('write', [data, ...rest]), buffer: data };
  }

  async close(): Promise<void> {
    await this.#do('close', []);
    this.emit('close');
  }

  readonly createReadStream = (): never => noStream('createReadStream');
  readonly createWriteStream = (): never => noStream('createWriteStream');
  readonly readableWebStream = (): never => noStream('readableWebStream');
  readonly readLines = (): never => noStream('readLines');

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #do(name: string, args: unknown[]): Promise<unknown> {
    const run = this.#files[`${name}Sync`];
    return this.#later(name, () => run?.(this.fd, ...args));
  }
}

const noStream = (name: string): never =>
  missing(`This sandbox's file handles have no ${name}: use readFile and writeFile.`);
