import { html, nothing, type TemplateResult } from 'lit';
import type { RunPicture, SessionState } from '../../workbook/index.ts';
import { pictureView } from './picture-view.ts';

/** The panel around a picture: of which run it is, and whether the files are still the same. */
export function picturePanel({ picture, revision }: SessionState): TemplateResult {
  if (picture === null) return html`<p class="quiet">No picture yet.</p>`;
  return html`<p class="quiet">
      ${runOf(picture.value)}, seed <code>${picture.value.seed}</code>.
      ${picture.revision === revision ? nothing : 'You have edited the files since.'}
    </p>
    ${pictureView(picture.value.picture)}`;
}

function runOf({ of, title }: RunPicture): TemplateResult {
  if (title === null) return html`A run in which every check passed`;
  return html`${of === 'attack' ? 'The attack' : 'The check'} <q>${title}</q>`;
}
