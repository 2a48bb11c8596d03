import type { LessonFolder } from '../lesson-folder.ts';
import { markup, type Markup } from './markup.ts';

const link = (name: string): Markup =>
  markup`<li><a href="export/${name}" download="${name}"><code>${name}</code></a></li>`;

/** The lesson's tests for one's own repository: links, until the element puts its dialog there. */
export function takeHome({ manifest, exported }: LessonFolder): Markup | null {
  if (manifest.export === undefined) return null;
  return markup`<h3>Tests for your own repository</h3>
<p>${manifest.export.proves}</p>
<lp-export><ul>${Object.keys(exported).map(link)}</ul></lp-export>`;
}
