import { MODULE_TITLES, ModuleId, type Lesson } from '../../contract/index.ts';
import type { RecordedLeak } from '../recorded-leak.ts';
import { markup, type Markup } from './markup.ts';
import type { Page } from './page.ts';
import { bar, minutes } from './parts.ts';
import { transcript } from './transcript.ts';

const PROMISE =
  'Never believe “it should be isolated”: watch it leak, fix it, and watch the attack fail, on a real PostgreSQL.';

const DESCRIPTION =
  'An interactive workbook on multi-tenant data isolation. A real PostgreSQL with pgvector runs in your browser, leaks on purpose, and tells you when your fix holds.';

/** The way on is to the recorded lesson, at the stage where the leak has been seen already. */
function makeItStop(leak: RecordedLeak, lessons: readonly Lesson[]): Markup | null {
  const lesson = lessons.find(({ slug }) => slug === leak.lesson) ?? lessons[0];
  if (lesson === undefined) return null;
  return markup`<a class="button button-primary" href="lessons/${lesson.slug}/#fix">Make it stop</a>`;
}

const promise = (leak: RecordedLeak, lessons: readonly Lesson[]): Markup =>
  markup`<section class="promise" aria-labelledby="promise">
<h1 id="promise">${PROMISE}</h1>
<figure class="leak-card">
<figcaption>${leak.scene} Recorded on ${leak.server}.</figcaption>
${transcript(leak.transcript, leak.tenants)}
<p class="leak-end"><strong>${leak.sentence}</strong> ${makeItStop(leak, lessons)}</p>
</figure>
</section>`;

const lessonEntry = ({ slug, manifest }: Lesson): Markup => markup`<li>
<a href="lessons/${slug}/">${manifest.title}</a> <span class="minutes">${minutes(manifest.minutes)}</span>
<p>${manifest.summary}</p>
</li>`;

function moduleEntry(id: ModuleId, lessons: readonly Lesson[]): Markup {
  const own = lessons.filter(({ manifest }) => manifest.module === id);
  return markup`<section class="module" id="module-${id.toLowerCase()}" aria-labelledby="title-${id}">
<h3 class="module-title" id="title-${id}"><span class="letter">${id}</span> <span>${MODULE_TITLES[id]}</span></h3>
${own.length === 0 ? markup`<p class="module-empty">No lesson yet.</p>` : markup`<ul class="lesson-list">${own.map(lessonEntry)}</ul>`}
</section>`;
}

/** The home page: the promise, a leak, one way on, the map. */
export function homePage(lessons: readonly Lesson[], leak: RecordedLeak): Page {
  return {
    kind: 'home',
    title: 'Leakproof: a workbook on multi-tenant data isolation',
    description: DESCRIPTION,
    head: markup``,
    body: markup`<a class="skip-link" href="#main">Skip to the content</a>
${bar('./', [])}
<main class="home" id="main" tabindex="-1">
${promise(leak, lessons)}
<section class="map" aria-labelledby="map">
<h2 id="map">The lessons</h2>
<p class="map-about">Each stands alone: it leaks first, you repair it, then the same attack fails and every cell of the matrix shows why.</p>
${ModuleId.options.map((id) => moduleEntry(id, lessons))}
</section>
</main>
<footer class="status-line">A real PostgreSQL runs in the lesson’s page. Nothing you type leaves it.</footer>`,
  };
}
