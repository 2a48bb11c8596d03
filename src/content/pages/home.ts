import { MODULE_TITLES, ModuleId, type Lesson, type MapLesson } from '../../contract/index.ts';
import type { RecordedLeak } from '../recorded-leak.ts';
import { jsonBlock, markup, type Markup } from './markup.ts';
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

/** Not begun, until scripts know better. */
const ring = markup`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5"/></svg>`;

const lessonEntry = ({ slug, manifest }: Lesson): Markup => markup`<li data-slug="${slug}">
<lp-lesson-mark data-slug="${slug}">${ring}</lp-lesson-mark>
<div><a href="lessons/${slug}/">${manifest.title}</a> <span class="minutes">${minutes(manifest.minutes)}</span>
<p>${manifest.summary}</p>
<p class="because" hidden></p></div>
</li>`;

function moduleEntry(id: ModuleId, lessons: readonly Lesson[]): Markup {
  const own = lessons.filter(({ manifest }) => manifest.module === id);
  return markup`<section class="module" id="module-${id.toLowerCase()}" aria-labelledby="title-${id}">
<h3 class="module-title" id="title-${id}"><span class="letter">${id}</span> <span>${MODULE_TITLES[id]}</span></h3>
${own.length === 0 ? markup`<p class="module-empty">No lesson yet.</p>` : markup`<ul class="lesson-list">${own.map(lessonEntry)}</ul>`}
</section>`;
}

/** What the search looks through, and what the course is reckoned from. */
const mapData = (lessons: readonly Lesson[]): readonly MapLesson[] =>
  lessons.map(({ slug, manifest }) => {
    const { title, summary, rule, identifiers, minutes: length } = manifest;
    return { slug, title, summary, rule, identifiers, minutes: length };
  });

const search = markup`<lp-search><search class="search">
<input class="search-field" type="search" aria-label="Search the lessons" placeholder="Search: cache, UPDATE, CWE-639" disabled />
</search></lp-search>`;

/** As it stands afterwards, so that the page's end does not move. */
const keeping = markup`<lp-keeping><section class="keeping" aria-labelledby="keeping">
<h2 id="keeping">Your progress</h2>
<p>It is kept in this browser and nowhere else: texts, hints, verdicts, time.</p>
<div class="keeping-actions">
<button class="button" type="button" disabled>Export</button>
<button class="button" type="button" disabled>Import</button>
<button class="button button-quiet" type="button" disabled>Forget all</button>
</div>
<p class="keeping-news"></p>
</section></lp-keeping>`;

function course(lessons: readonly Lesson[]): Markup {
  const all = lessons.reduce((sum, { manifest }) => sum + manifest.minutes, 0);
  return markup`<lp-course><p class="course">${lessons.length} lessons, ${minutes(all)}</p></lp-course>`;
}

/** The home page: the promise, a leak, one way on, the map. */
export function homePage(lessons: readonly Lesson[], leak: RecordedLeak): Page {
  return {
    kind: 'home',
    title: 'Leakproof: a workbook on multi-tenant data isolation',
    description: DESCRIPTION,
    head: markup``,
    body: markup`<a class="skip-link" href="#main">Skip to the content</a>
${bar('home', [], markup`<lp-resume></lp-resume>`)}
<main class="home" id="main" tabindex="-1">
${promise(leak, lessons)}
<section class="map" aria-labelledby="map">
<div class="map-head">
<h2 id="map">The lessons</h2>
${course(lessons)}
${search}
</div>
<p class="map-about">Each stands alone: it leaks first, you repair it, then the same attack fails and every cell of the matrix shows why.</p>
${ModuleId.options.map((id) => moduleEntry(id, lessons))}
</section>
${keeping}
</main>
<footer class="status-line">A real PostgreSQL runs in the lesson’s page. Nothing you type leaves it.</footer>
${jsonBlock('map-data', mapData(lessons))}`,
  };
}
