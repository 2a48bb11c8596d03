import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import { loadHighlight } from './highlight.ts';
import { homePage } from './pages/home.ts';
import { lessonPage } from './pages/lesson.ts';
import { fillTemplate } from './pages/page.ts';
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
        serveLesson(server, url).then(
          (html) => {
            if (html === null) {
              next();
              return;
            }
            response.setHeader('Content-Type', 'text/html; charset=utf-8');
            response.end(html);
          },
          (thrown: unknown) => next(thrown),
        );
      });
    },
  };
}
