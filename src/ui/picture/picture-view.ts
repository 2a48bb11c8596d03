import { html, type TemplateResult } from 'lit';
import type { Picture, PictureKind } from '../../contract/index.ts';

/** The element that draws a picture; all but the timeline come when the first of their kind does. */
export function pictureView(picture: Picture): TemplateResult {
  switch (picture.kind) {
    case 'timeline':
      return html`<lp-timeline .timeline=${picture}></lp-timeline>`;
    case 'cache':
      load('cache');
      return html`<lp-cache-picture .picture=${picture}></lp-cache-picture>`;
    case 'directory':
      load('directory');
      return html`<lp-directory-picture .picture=${picture}></lp-directory-picture>`;
    case 'error-path':
      load('error-path');
      return html`<lp-error-path .picture=${picture}></lp-error-path>`;
    case 'vectors':
      load('vectors');
      return html`<lp-vectors .picture=${picture}></lp-vectors>`;
    default: {
      const unreachable: never = picture;
      return unreachable;
    }
  }
}

type LateKind = Exclude<PictureKind, 'timeline'>;

/** Each defines its element; what stands in the page is then drawn. */
const LATE: Readonly<Record<LateKind, () => Promise<void>>> = {
  cache: async () => {
    const { LpCachePicture } = await import('./lp-cache-picture.ts');
    customElements.define('lp-cache-picture', LpCachePicture);
  },
  directory: async () => {
    const { LpDirectoryPicture } = await import('./lp-directory-picture.ts');
    customElements.define('lp-directory-picture', LpDirectoryPicture);
  },
  'error-path': async () => {
    const { LpErrorPath } = await import('./lp-error-path.ts');
    customElements.define('lp-error-path', LpErrorPath);
  },
  vectors: async () => {
    const { LpVectors } = await import('./lp-vectors.ts');
    customElements.define('lp-vectors', LpVectors);
  },
};

const asked = new Set<LateKind>();

/** Once for each kind. Where it cannot be fetched the next picture asks again: all else is there. */
function load(kind: LateKind): void {
  if (asked.has(kind)) return;
  asked.add(kind);
  LATE[kind]().catch(() => asked.delete(kind));
}
