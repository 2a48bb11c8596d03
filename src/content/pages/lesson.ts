import { HEAD_START } from '../head-start-plugin.ts';
import { MODULE_TITLES, Stage } from '../../contract/index.ts';
import type { Highlight } from '../highlight.ts';
import type { LessonFolder } from '../lesson-folder.ts';
import { PROSE_SECTIONS, sectionTitle, type ProseSection } from '../prose.ts';
import { publicLesson } from '../public-lesson.ts';
import { renderProse } from '../render-prose.ts';
import { desk } from './desk.ts';
import { takeHome } from './take-home.ts';
import { jsonBlock, markup, trusted, type Markup } from './markup.ts';
import type { Page } from './page.ts';
import { bar, HOME, minutes } from './parts.ts';
import { predict } from './predict.ts';
import { score } from './score.ts';

const stageLink = (stage: ProseSection, at: number): Markup =>
  markup`<li><a href="#${stage}"${at === 0 ? markup` aria-current="step"` : null}>${sectionTitle(stage)}</a></li>`;

const stages = markup`<lp-stages><nav aria-label="Stages"><ol class="stages">${Stage.options.map(stageLink)}</ol></nav></lp-stages>`;

const opening = ({ manifest }: LessonFolder): Markup => markup`<h1>${manifest.title}</h1>
<p class="lesson-summary">${manifest.summary}</p>
<ul class="lesson-facts" aria-label="About this lesson">
<li>${manifest.level}</li><li>${minutes(manifest.minutes)}</li>${manifest.identifiers.map((name) => markup`<li>${name}</li>`)}
</ul>`;

const sources = ({ manifest }: LessonFolder): Markup => markup`<h3>Sources</h3>
<ul class="sources">${manifest.sources.map(({ title, url }) => markup`<li><a href="${url}">${title}</a></li>`)}</ul>`;

function onward(next: LessonFolder | undefined): Markup {
  const link =
    next === undefined
      ? markup`<a href="${HOME.lesson}">All lessons</a>`
      : markup`Next: <a href="../${next.slug}/">${next.manifest.title}</a>`;
  return markup`<p class="onward">${link}</p>`;
}

function section(
  name: ProseSection,
  lesson: LessonFolder,
  highlight: Highlight,
  end: Markup | null,
): Markup {
  return markup`<section id="${name}" data-stage="${name}"><h2>${sectionTitle(name)}</h2>
${trusted(renderProse(lesson.prose[name], highlight))}${end}</section>`;
}

/** PostgreSQL itself, asked for while the page is still being read; and what asks for the rest. */
const headStart = markup`<link rel="preload" href="/.engine/pglite.wasm.gz" as="fetch" crossorigin fetchpriority="low" />
${trusted(HEAD_START)}`;

const share = markup`<lp-share><button class="button button-quiet button-small" type="button" disabled>Share</button></lp-share>`;

/** A lesson's page: everything there is to read, before any script runs. */
export function lessonPage(
  lesson: LessonFolder,
  next: LessonFolder | undefined,
  highlight: Highlight,
): Page {
  const { manifest, slug } = lesson;
  const path = [
    markup`<li><a href="${HOME.lesson}#module-${manifest.module.toLowerCase()}">${manifest.module} ${MODULE_TITLES[manifest.module]}</a></li>`,
    markup`<li aria-current="page">${manifest.title}</li>`,
  ];
  const ends: Partial<Record<ProseSection, Markup>> = {
    ...(manifest.predict === undefined ? {} : { leak: predict(manifest.predict) }),
    recap: markup`${takeHome(lesson)}${sources(lesson)}${lesson.score && score(lesson.score)}${onward(next)}`,
  };
  const prose = PROSE_SECTIONS.map((name) => section(name, lesson, highlight, ends[name] ?? null));
  return {
    kind: 'lesson',
    title: `${manifest.title} · Leakproof`,
    description: manifest.summary,
    head: headStart,
    body: markup`<a class="skip-link" href="#prose">Skip to the lesson</a>
${bar('lesson', path, share)}
<main class="workbench" data-slug="${slug}">
<article id="prose" class="prose" tabindex="-1">
${stages}
${opening(lesson)}
${prose}
</article>
<lp-splitter pane="prose"></lp-splitter>
${desk(lesson, highlight)}
</main>
<footer class="status-line"><lp-status>PostgreSQL loads in this page once scripts run.</lp-status></footer>
<lp-notices></lp-notices>
<lp-shared></lp-shared>
${jsonBlock('lesson-data', publicLesson(lesson))}`,
  };
}
