import { leaksIn } from './picture/picture-names.ts';
import { plural, signOf, type Dated, type Panel, type SessionState } from '../workbook/index.ts';

/** The small sign on a tab: what its panel holds, for those who do not look at it now. */
export interface News {
  readonly sign: string;
  readonly words: string;
  readonly tone: 'leaked' | 'held' | 'plain';
}

/** The news of a panel; null where it holds nothing yet. */
export function panelNews(panel: Panel, state: SessionState): News | null {
  switch (panel) {
    case 'verdict':
      return dated(verdictNews(state), state.verdict, state);
    case 'attack':
      return dated(attackNews(state), state.attack, state);
    case 'matrix':
      return dated(matrixNews(state), state.verdict, state);
    case 'picture':
      return dated(pictureNews(state), state.picture, state);
    case 'console':
      return consoleNews(state);
    case 'data':
      // What there is says nothing of what became of it.
      return null;
  }
}

/** News of texts that have been edited since is told without its colour: it may be true no more. */
function dated(news: News | null, result: Dated<unknown> | null, state: SessionState): News | null {
  if (news === null || result === null || result.revision === state.revision) return news;
  return { ...news, words: `${news.words} before your last edit`, tone: 'plain' };
}

function verdictNews({ verdict, fault }: SessionState): News | null {
  if (fault !== null && fault.of !== 'attack') return unknown;
  if (verdict === null) return null;
  if (verdict.value.passed) return { sign: '✓', words: 'it holds', tone: 'held' };
  const { checks } = verdict.value;
  const leaked = checks.filter((check) => signOf(check) === 'leaked').length;
  if (leaked > 0) return leaks(leaked);
  const broken = checks.filter((check) => signOf(check) === 'over-blocked').length;
  if (broken === 0) return unknown;
  return { sign: `∅ ${String(broken)}`, words: 'own access broken', tone: 'plain' };
}

function attackNews({ attack, fault }: SessionState): News | null {
  if (fault?.of === 'attack') return unknown;
  if (attack === null) return null;
  if (attack.value.fault !== null) return unknown;
  if (attack.value.leaked) return { sign: '✕', words: 'leaked', tone: 'leaked' };
  return { sign: '✓', words: 'it held', tone: 'held' };
}

function matrixNews({ verdict }: SessionState): News | null {
  const cells = verdict?.value.matrix?.cells ?? [];
  const leaked = cells.filter((cell) => cell.state === 'leaked').length;
  if (leaked > 0) return leaks(leaked);
  const broken = cells.filter((cell) => cell.state === 'over-blocked').length;
  if (broken > 0) return { sign: `∅ ${String(broken)}`, words: 'own access broken', tone: 'plain' };
  return cells.length === 0 ? null : { sign: '✓', words: 'it holds', tone: 'held' };
}

function pictureNews({ picture }: SessionState): News | null {
  const count = picture === null ? 0 : leaksIn(picture.value.picture);
  return count === 0 ? null : leaks(count);
}

function consoleNews({ console: results, output }: SessionState): News | null {
  const parts = [
    results.length === 0 ? '' : plural(results.length, 'result'),
    output.length === 0 ? '' : plural(output.length, 'line'),
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const count = results.length + output.length;
  return { sign: String(count), words: parts.join(', '), tone: 'plain' };
}

function leaks(count: number): News {
  return { sign: `✕ ${String(count)}`, words: plural(count, 'leak'), tone: 'leaked' };
}

const unknown: News = { sign: '?', words: 'could not be run', tone: 'plain' };
