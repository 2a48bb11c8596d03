import filesUrl from '../../../.engine/pglite.data.gz?url';
import imageUrl from '../../../.engine/image.gz?url';
import moduleUrl from '../../../.engine/pglite.wasm.gz?url';
import sizesText from '../../../.engine/sizes.json?raw';
import type { Part } from '../steps.ts';

/** Where the parts lie beside the page. */
export const ADDRESSES: Readonly<Record<Part, string>> = {
  module: moduleUrl,
  files: filesUrl,
  image: imageUrl,
};

/** Bytes of each as it lies on the host. */
export const SIZES = JSON.parse(sizesText) as Readonly<Record<Part, number>>;
