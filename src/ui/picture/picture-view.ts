import { html, type TemplateResult } from 'lit';
import type { Picture } from '../../contract/index.ts';
import { pictureQuestion } from './picture-names.ts';

/** The element that draws a picture. */
export function pictureView(picture: Picture): TemplateResult {
  switch (picture.kind) {
    case 'timeline':
      return html`<lp-timeline .timeline=${picture}></lp-timeline>`;
    case 'cache':
    case 'directory':
    case 'error-path':
    case 'vectors':
      return html`<p class="quiet">${pictureQuestion(picture)}: this is not drawn yet.</p>`;
    default: {
      const unreachable: never = picture;
      return unreachable;
    }
  }
}
