import { lexer, walkTokens, type Token, type TokensList } from 'marked';
import { CODE_LANGUAGES, isCodeLanguage } from './code-languages.ts';
import type { Problem } from './problems.ts';

/** The parts of a lesson's prose, in order: the three stages, and what to take home. */
export const PROSE_SECTIONS = ['leak', 'fix', 'hold', 'recap'] as const;
/** One of {@link PROSE_SECTIONS}; also the id of its section on the page. */
export type ProseSection = (typeof PROSE_SECTIONS)[number];

/** Markdown of each part, without its heading. */
export type Prose = Readonly<Record<ProseSection, string>>;

/** The heading that opens a part, such as `Leak`. */
export const sectionTitle = (section: ProseSection): string =>
  section.charAt(0).toUpperCase() + section.slice(1);

const EXPECTED = PROSE_SECTIONS.map(sectionTitle);

/**
 * Raw HTML is refused: prose is text, and what it may show is what the styles know.
 * An h1 is refused because the title is the manifest's.
 */
function findRefused(tokens: TokensList, file: string, problems: Problem[]): void {
  void walkTokens(tokens, (token: Token) => {
    if (token.type === 'html')
      problems.push({ file, field: token.raw.trim().slice(0, 40), message: 'raw HTML is refused' });
    const language = token.type === 'code' && 'lang' in token ? String(token.lang ?? '') : '';
    if (language !== '' && !isCodeLanguage(language))
      problems.push({
        file,
        field: `\`\`\`${language}`,
        message: `is none of ${CODE_LANGUAGES.join(', ')}`,
      });
    if (token.type === 'heading' && 'depth' in token && token.depth === 1)
      problems.push({
        file,
        field: token.raw.trim(),
        message: 'the title comes from lesson.json, so a "#" heading is refused',
      });
  });
}

/** Splits a `prose.md` at its four second-level headings. Null where it breaks the layout. */
export function parseProse(markdown: string, file: string, problems: Problem[]): Prose | null {
  const before = problems.length;
  const tokens = lexer(markdown);
  findRefused(tokens, file, problems);

  const parts = new Map<string, string>();
  const titles: string[] = [];
  for (const token of tokens) {
    const title = titles.at(-1);
    if (token.type === 'heading' && 'depth' in token && token.depth === 2) {
      titles.push('text' in token ? String(token.text) : '');
    } else if (title !== undefined) {
      parts.set(title, (parts.get(title) ?? '') + token.raw);
    } else if (token.type !== 'space' && token.type !== 'heading' && token.type !== 'html') {
      problems.push({ file, message: 'text before "## Leak" belongs to no section' });
    }
  }
  if (titles.join('\n') !== EXPECTED.join('\n'))
    problems.push({
      file,
      message: `the sections must be ${list(EXPECTED)}, in this order; found ${list(titles)}`,
    });
  else
    for (const title of EXPECTED)
      if ((parts.get(title) ?? '').trim() === '')
        problems.push({ file, field: `## ${title}`, message: 'the section is empty' });

  if (problems.length > before) return null;
  const text = (section: ProseSection): string => parts.get(sectionTitle(section)) ?? '';
  return { leak: text('leak'), fix: text('fix'), hold: text('hold'), recap: text('recap') };
}

const list = (titles: readonly string[]): string =>
  titles.length === 0 ? 'none' : titles.map((title) => `"## ${title}"`).join(', ');
