import { describe, expect, it } from 'vitest';
import { loadHighlight } from '../../src/content/highlight.ts';
import { renderProse } from '../../src/content/render-prose.ts';

const render = async (markdown: string): Promise<string> =>
  renderProse(markdown, await loadHighlight());

describe('prose', () => {
  it('colours code by classes, which a CSP lets through', async () => {
    const html = await render("```sql\nSELECT 'a';\n```\n");
    expect(html).toContain('<pre class="shiki"');
    expect(html).toContain('<span class="code-keyword">SELECT</span>');
    expect(html).toMatch(/<span class="code-string[a-z-]*"> 'a'<\/span>/);
    expect(html).not.toContain('style=');
  });

  it('keeps what looks like HTML in code as text', async () => {
    expect(await render('`<b>`\n')).toContain('<code>&lt;b&gt;</code>');
    expect(await render('```text\n<b>\n```\n')).toMatch(/(&lt;|&#x3C;)b>/);
  });

  it('marks the rule, and no other quotation', async () => {
    expect(await render('> **The rule:** ask who.\n')).toContain('<blockquote class="rule">');
    expect(await render('> As the manual says.\n')).toContain('<blockquote>');
  });

  it('lets a table scroll in its own box', async () => {
    expect(await render('| a |\n|---|\n| b |\n')).toMatch(
      /<div class="table-scroll"[^>]*><table>[^]*<\/table><\/div>/,
    );
  });

  it('shows raw HTML that got past the contract instead of obeying it', async () => {
    expect(await render('a <img src=x onerror=y> b\n')).not.toContain('<img');
  });
});
