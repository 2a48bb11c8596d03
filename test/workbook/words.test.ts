import { describe, expect, test } from 'vitest';
import {
  engineLine,
  faultPlace,
  formatCount,
  signOf,
  verdictSentence,
} from '../../src/workbook/index.ts';
import type { EngineState } from '../../src/engine/index.ts';
import { CHECKS, FAULTY, HELD, LEAKED, SYNTAX_FAULT } from './samples.ts';

const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('the engine in words', () => {
  test.each<[EngineState, string]>([
    [{ phase: 'idle' }, ''],
    [
      { phase: 'downloading', step: 'fetching the server', loaded: 1.9e6, total: 3.3e6 },
      'fetching the server, 1.9 of 3.3 MB',
    ],
    [
      { phase: 'downloading', step: 'fetching the database', loaded: 12_000, total: 48_500 },
      'fetching the database, 12 of 49 kB',
    ],
    [{ phase: 'booting', step: 'starting PostgreSQL' }, 'starting PostgreSQL'],
    [
      {
        phase: 'ready',
        versions: { server: 'PostgreSQL 18.6', vector: '0.8.7' },
        readyMs: 612,
        quiet: true,
        databases: 2,
        running: null,
      },
      'PostgreSQL 18.6 + pgvector 0.8.7, in this page · ready in 0.6 s · 2 databases',
    ],
    [
      {
        phase: 'ready',
        versions: { server: '18.6', vector: 'pgvector 0.8.7' },
        readyMs: 1500,
        quiet: true,
        databases: 1,
        running: 'check',
      },
      'PostgreSQL 18.6 + pgvector 0.8.7, in this page · ready in 1.5 s · 1 database',
    ],
    [
      {
        phase: 'failed',
        fault: { code: 'browser-unsupported', message: 'This browser lacks WebAssembly.' },
      },
      'This browser lacks WebAssembly.',
    ],
  ])('%j', (state, text) => {
    expect(plain(engineLine(state).text)).toBe(text);
  });

  test('only steps on the way are held back', () => {
    expect(engineLine({ phase: 'booting', step: 'x' }).kind).toBe('passing');
    expect(engineLine({ phase: 'idle' }).kind).toBe('settled');
  });
});

describe('a verdict in words', () => {
  test('holds, leaks, and cannot be made', () => {
    expect(verdictSentence(HELD)).toBe('It holds: all 5 checks passed in 2 random worlds.');
    expect(verdictSentence(LEAKED)).toBe(
      'Of 5 checks in 2 random worlds, 1 leaked, 1 found its own access broken, 1 could not be decided.',
    );
    expect(verdictSentence(FAULTY)).toBe('Nothing could be checked.');
  });

  test('no check at all is never said to hold', () => {
    expect(verdictSentence({ ...HELD, passed: false, checks: [] })).not.toContain('holds');
  });

  test('each end of a check has its sign', () => {
    expect(CHECKS.map(signOf)).toEqual(['works', 'held', 'leaked', 'over-blocked', 'unknown']);
  });
});

test('a fault says its place as far as it is known', () => {
  expect(faultPlace(SYNTAX_FAULT)).toBe('policies.sql:5:3');
  expect(faultPlace({ code: 'sql-error', message: '', file: 'a.sql', column: 3 })).toBe('a.sql');
  expect(faultPlace({ code: 'timed-out', message: '' })).toBe('');
});

test('counts are grouped by threes', () => {
  expect([7, 999, 1000, 1_000_000].map((n) => plain(formatCount(n)))).toEqual([
    '7',
    '999',
    '1 000',
    '1 000 000',
  ]);
});
