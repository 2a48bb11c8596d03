import { MemoryFS } from '@electric-sql/pglite';
import { unpackImage } from './file-image.ts';
import { serverFs, type FileNode, type Writing } from './server-fs.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The files a server starts from, as views of bytes that all servers of a realm read. A file is
 * copied when it is first written to: most never are, and touching 12 MB of fresh memory takes a
 * good part of a start.
 */
export class SharedFiles extends MemoryFS {
  readonly #image: Promise<Bytes>;
  readonly #package: Promise<Bytes>;

  /**
   * @param image as {@link unpackImage} reads it
   * @param files the bytes that PGlite makes its own files from before this is asked for
   */
  constructor(image: Promise<Bytes>, files: Promise<Bytes>) {
    super();
    this.#image = image;
    this.#package = files;
  }

  override async initialSyncFs(): Promise<void> {
    const image = await this.#image;
    const shared = new Set([image.buffer, (await this.#package).buffer]);
    if (!this.pg) throw new Error('PGlite asks for files before it has begun.');
    const fs = serverFs(this.pg);
    let ops: FileNode['stream_ops'] | undefined;
    for (const { name, bytes } of unpackImage(image)) {
      if (name.endsWith('/')) {
        fs.mkdirTree(name.slice(0, -1));
        continue;
      }
      const node = fs.create(name);
      node.contents = bytes;
      node.usedBytes = bytes.length;
      ops ??= node.stream_ops;
    }
    if (ops) copyOnWrite(ops, shared);
  }
}

/** @param shared buffers of which nothing may change */
function copyOnWrite(ops: FileNode['stream_ops'], shared: ReadonlySet<ArrayBufferLike>): void {
  const owned =
    (write: Writing): Writing =>
    (stream, ...rest) => {
      const { node } = stream;
      if (shared.has(node.contents.buffer)) node.contents = node.contents.slice();
      return write(stream, ...rest);
    };
  ops.write = owned(ops.write);
  ops.msync = owned(ops.msync);
}
