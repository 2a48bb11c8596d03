import filesUrl from '../../../.engine/pglite.data.gz?url';
import imageUrl from '../../../.engine/image.tar.gz?url';
import moduleUrl from '../../../.engine/pglite.wasm.gz?url';
import sizesText from '../../../.engine/sizes.json?raw';
import vectorUrl from '../../../.engine/vector.tar.gz?url';
import type { Part } from '../steps.ts';

/** Where the parts lie beside the page. */
export const ADDRESSES: Readonly<Record<Part, string>> = {
  module: moduleUrl,
  files: filesUrl,
  image: imageUrl,
  vector: vectorUrl,
};

/** Bytes of each as it lies on the host. */
export const SIZES = JSON.parse(sizesText) as Readonly<Record<Part, number>>;
