import { render } from 'lit';
import { describe, expect, test } from 'vitest';
import { codeView, type Found } from '../../src/ui/code-view.ts';

function drawn(code: string, found: readonly Found[] = []): HTMLElement {
  const element = document.createElement('pre');
  render(codeView(code, found), element);
  return element;
}

/** Each stretch of colour, as `kind:text`. */
const colours = (code: string): string[] =>
  [...drawn(code).querySelectorAll('span')].map(
    (span) => `${span.className.replace('code-', '')}:${span.textContent}`,
  );

describe('code in a transcript', () => {
  test.each<[string, string[]]>([
    ['getDocument(session, 17)', ['function:getDocument', 'constant:17']],
    [
      "{ a: 'it\\'s', b: -1.5e3, c: 12n, d: null }",
      ["string:'it\\'s'", 'constant:-1.5e3', 'constant:12n', 'constant:null'],
    ],
    [
      'new Map([["k", undefined]]) // two',
      ['keyword:new', 'function:Map', 'string:"k"', 'constant:undefined', 'comment:// two'],
    ],
    ['row17 + nullable', []],
    ["'never closed", ["string:'never closed"]],
    ['', []],
  ])('%s', (code, expected) => {
    expect(colours(code)).toEqual(expected);
    expect(drawn(code).textContent).toBe(code);
  });

  test('marks each place of a text once, the longer of two that begin alike', () => {
    const found = [
      { text: 'Pay', owner: 1, foreign: false },
      { text: 'Payroll', owner: 0, foreign: true },
      { text: '', owner: 2, foreign: true },
      { text: 'absent', owner: 2, foreign: true },
    ];
    const element = drawn("{ a: 'Payroll', b: 'Pay', c: 'Payroll' }", found);
    const marks = [...element.querySelectorAll('mark')];
    expect(marks.map((mark) => [mark.textContent, mark.dataset.tenant])).toEqual([
      ['Payroll', '0'],
      ['Pay', '1'],
      ['Payroll', '0'],
    ]);
    expect(element.textContent).toBe("{ a: 'Payroll', b: 'Pay', c: 'Payroll' }");
  });
});
