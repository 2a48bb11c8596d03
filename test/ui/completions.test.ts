import { describe, expect, it } from 'vitest';
import { completionsAt, wordBefore } from '../../src/ui/sql-console/completions.ts';
import { WORKSPACE } from '../workbook/workspace-samples.ts';

const { catalog } = WORKSPACE;

/** The names that are offered where the text ends. */
const offered = (text: string): readonly string[] =>
  completionsAt(text, text, catalog).map(({ name }) => name);

describe('the console completes', () => {
  it('tables, columns, policies, roles and functions, tables first', () => {
    expect(offered('SELECT ')).toEqual([
      ...['documents', 'id', 'body', 'documents_select'],
      ...['app_user', 'app_owner', 'postgres', 'current_tenant'],
    ]);
  });

  it('columns after a table’s name, and after what the text calls it', () => {
    expect(offered('SELECT documents.')).toEqual(['id', 'body']);
    const text = 'SELECT d.b FROM documents AS d';
    expect(completionsAt('SELECT d.b', text, catalog).map(({ name }) => name)).toEqual([
      ...['id', 'body'],
    ]);
    expect(offered('SELECT * FROM public.')).toEqual(['documents']);
    expect(offered('SELECT nobody.')).toEqual([]);
  });

  it('roles where one follows', () => {
    expect(offered('SET ROLE ')[0]).toBe('app_user');
    expect(offered('CREATE POLICY p ON documents TO app')[0]).toBe('app_user');
  });

  it('settings where they are set or read, but columns where a row is updated', () => {
    expect(offered('SET LOCAL app.')[0]).toBe('app.tenant_id');
    expect(offered("SELECT current_setting('")[0]).toBe('app.tenant_id');
    expect(offered('UPDATE documents SET ')[1]).toBe('id');
  });

  it('commands after a backslash', () => {
    expect(offered('\\d')).toContain('\\dp');
  });

  it('in place of what stands there of the name', () => {
    expect(wordBefore('SELECT d.bo')).toBe('bo');
    expect(wordBefore('SHOW app.ten')).toBe('app.ten');
    expect(wordBefore('\\d')).toBe('\\d');
    expect(wordBefore('SELECT ')).toBe('');
  });
});
