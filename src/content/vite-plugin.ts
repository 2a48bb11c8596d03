import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import type { ShownAnswer } from '../contract/index.ts';
import { loadHighlight } from './highlight.ts';
import { homePage } from './pages/home.ts';
import { lessonPage } from './pages/lesson.ts';
import { fillTemplate } from './pages/page.ts';
import { readAnswers } from './read-answers.ts';
import { readLessons } from './read-lessons.ts';
import { readRecordedLeak } from './recorded-leak.ts';

/** Where the content lies, and what has to be there before the bundle is made. */
export interface PagesOptions {
  /** The project's root: `lessons/` and the template `index.html` are there. */
  readonly root: string;
  /** Makes what the bundle imports but no checkout has; awaited before any module is resolved. */
  readonly prepare?: (log: (line: string) => void) => Promise<void>;
}

/** The address of a lesson's page, from the site's root. */
const LESSON_ADDRESS = /^\/lessons\/([a-z0-9-]+)\/(?:index\.html)?$/;

/** Every page as finished HTML, by its path below the root: what the bundler takes as its inputs. */
export async function renderPages(
  root: string,
  template: string,
): Promise<ReadonlyMap<string, string>> {
  const lessons = await readLessons(root);
  const highlight = await loadHighlight();
  const pages = new Map<string, string>();
  pages.set('index.html', fillTemplate(template, homePage(lessons, readRecordedLeak())));
  lessons.forEach((lesson, at) => {
    const page = lessonPage(lesson, lessons[at + 1], highlight);
    pages.set(`lessons/${lesson.slug}/index.html`, fillTemplate(template, page));
  });
  return pages;
}

/** Where a lesson's right answers lie: beside its page, and fetched only when they are asked for. */
const answersPath = (slug: string): string => `lessons/${slug}/answers.json`;

/**
 * The right answers of every lesson as JSON, a list of ShownAnswer, by path below the root.
 * @throws ContentError where a lesson breaks its contract
 */
export async function renderAnswers(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const lesson of await readLessons(root)) {
    const answers = await readAnswers(lesson);
    const shown = lesson.manifest.right.map((right): ShownAnswer => {
      const found = answers.find(({ kind, name }) => kind === 'right' && name === right.name);
      return { ...right, files: found?.files ?? {} };
    });
    files.set(answersPath(lesson.slug), JSON.stringify(shown));
  }
  return files;
}

/**
 * The tests for one's own repository, as they are downloaded: by path below the root, beside the
 * lesson's page.
 * @throws ContentError where a lesson breaks its contract
 */
export async function renderExports(root: string): Promise<ReadonlyMap<string, string>> {
  const lessons = await readLessons(root);
  return new Map(
    lessons.flatMap(({ slug, exported }) =>
      Object.entries(exported).map(([name, text]) => [`lessons/${slug}/export/${name}`, text]),
    ),
  );
}

/**
 * Writes the static pages: one for home, one per lesson. In a build they are inputs that exist only
 * here; in development each request renders them anew, so that an author sees what is on disk.
 */
export function leakproofPages({ root, prepare }: PagesOptions): Plugin {
  const templatePath = resolve(root, 'index.html');
  const render = async (): Promise<ReadonlyMap<string, string>> =>
    renderPages(root, await readFile(templatePath, 'utf8'));

  /** Of a build: absolute path to HTML. */
  const built = new Map<string, string>();

  async function serveLesson(server: ViteDevServer, url: string): Promise<string | null> {
    const slug = LESSON_ADDRESS.exec(url)?.[1];
    if (slug === undefined) return null;
    const html = (await render()).get(`lessons/${slug}/index.html`);
    return html === undefined ? null : server.transformIndexHtml(url, html);
  }

  async function serve(
    server: ViteDevServer,
    url: string,
  ): Promise<{ readonly type: string; readonly text: string } | null> {
    if (url.endsWith('/answers.json')) {
      const text = (await renderAnswers(root)).get(url.slice(1));
      return text === undefined ? null : { type: 'application/json', text };
    }
    if (url.includes('/export/')) {
      const text = (await renderExports(root)).get(url.slice(1));
      return text === undefined ? null : { type: 'text/plain', text };
    }
    const text = await serveLesson(server, url);
    return text === null ? null : { type: 'text/html', text };
  }

  return {
    name: 'leakproof-pages',
    enforce: 'pre',

    async config(_config, { command }) {
      if (command !== 'build') return {};
      for (const [path, html] of await render()) built.set(resolve(root, path), html);
      const name = (path: string): string =>
        relative(root, path)
          .replaceAll(sep, '/')
          .replace(/\/?index\.html$/, '') || 'home';
      const input = Object.fromEntries([...built.keys()].map((path) => [name(path), path]));
      return { build: { rolldownOptions: { input } } };
    },

    async buildStart() {
      await prepare?.((line) => this.info(line));
    },

    async generateBundle() {
      for (const [fileName, source] of [
        ...(await renderAnswers(root)),
        ...(await renderExports(root)),
      ])
        this.emitFile({ type: 'asset', fileName, source });
    },

    resolveId: (id) => (built.has(id) ? id : null),
    load: (id) => built.get(id) ?? null,

    transformIndexHtml: {
      order: 'pre',
      // In development the home page comes from disk, still with its placeholders.
      handler: async (html) =>
        html.includes('{{body}}') ? ((await render()).get('index.html') ?? html) : html,
    },

    configureServer(server) {
      const lessons = resolve(root, 'lessons');
      server.watcher.add(lessons);
      server.watcher.on('all', (_event, path) => {
        if (path.startsWith(lessons)) server.ws.send({ type: 'full-reload' });
      });
      server.middlewares.use((request, response, next) => {
        const url = request.url?.split('?')[0] ?? '';
        serve(server, url).then(
          (served) => {
            if (served === null) {
              next();
              return;
            }
            response.setHeader('Content-Type', `${served.type}; charset=utf-8`);
            response.end(served.text);
          },
          (thrown: unknown) => next(thrown),
        );
      });
    },
  };
}
