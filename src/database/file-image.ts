/** A file of an image, or with a name that ends in a slash a folder and no bytes. */
export interface ImageFile {
  /** From the root of the server's file system, as `/pglite/data/PG_VERSION`; after its folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bytes of the number that an image begins with: how long its list is. */
const HEAD = 4;

/**
 * Puts files behind a list of their names and sizes. A tar would do, and would have to be read name
 * by name where a learner waits for it.
 */
export function packImage(files: readonly ImageFile[]): Uint8Array<ArrayBuffer> {
  const list = new TextEncoder().encode(
    JSON.stringify(files.map(({ name, bytes }): Listed => [name, bytes.length])),
  );
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, HEAD + list.length);
  const image = new Uint8Array(size);
  new DataView(image.buffer).setUint32(0, list.length);
  image.set(list, HEAD);
  let at = HEAD + list.length;
  for (const { bytes } of files) {
    image.set(bytes, at);
    at += bytes.length;
  }
  return image;
}

type Listed = readonly [name: string, size: number];

/** The files of {@link packImage}, each a view of the image's own bytes. */
export function unpackImage(image: Uint8Array): readonly ImageFile[] {
  const { buffer, byteOffset } = image;
  const listed = new DataView(buffer, byteOffset).getUint32(0);
  const list = new TextDecoder().decode(image.subarray(HEAD, HEAD + listed));
  let at = HEAD + listed;
  return (JSON.parse(list) as readonly Listed[]).map(([name, size]) => {
    const bytes = image.subarray(at, at + size);
    at += size;
    return { name, bytes };
  });
}
