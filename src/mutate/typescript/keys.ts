import ts from 'typescript';
import { quote, type Change, type Edit } from '../mutation.ts';
import {
  calledName,
  descendants,
  dropFromList,
  instead,
  placeOf,
  type TypeScriptOperator,
} from './operator.ts';

/** Keys and names that are put together of segments: one segment less, or one not encoded. */
export const keys: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (ts.isTemplateExpression(node) && isKey(node)) yield* segmentsOf(source, node);
    if (ts.isArrayLiteralExpression(node) && isJoined(node)) {
      for (const [at, element] of node.elements.entries()) {
        yield {
          operator: 'drop-key-segment',
          what: `drop the segment ${quote(element.getText(source))}`,
          edits: [dropFromList(source, node.elements, at)],
        };
      }
    }
    if (ts.isCallExpression(node) && isEncoding(node)) {
      const [encoded] = node.arguments;
      if (!encoded) continue;
      yield {
        operator: 'drop-encoding',
        what: `drop ${quote(node.expression.getText(source))} of ${quote(encoded.getText(source))}`,
        edits: [instead(source, node, `String(${encoded.getText(source)})`)],
      };
    }
  }
};

/** `tenant:${t}:report:${id}`, `${t}/${name}`: what is put in borders a separator, without spaces. */
function isKey({ head, templateSpans }: ts.TemplateExpression): boolean {
  const literals = [head.text, ...templateSpans.map(({ literal }) => literal.text)];
  const separated = literals.some((text) => /[:/|]$/.test(text) || /^[:/|]/.test(text));
  return separated && !literals.some((text) => /\s/.test(text));
}

/** What is put in, with the separator beside it and the word before that. */
function* segmentsOf(source: ts.SourceFile, node: ts.TemplateExpression): Generator<Change> {
  let before: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail = node.head;
  for (const { expression, literal } of node.templateSpans) {
    yield {
      operator: 'drop-key-segment',
      what: `drop the segment \${${quote(expression.getText(source))}} of ${quote(node.getText(source))}`,
      edits: [segment(source, before, expression, literal)],
    };
    before = literal;
  }
}

function segment(
  source: ts.SourceFile,
  before: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail,
  expression: ts.Expression,
  after: ts.TemplateMiddle | ts.TemplateTail,
): Edit {
  // From the `${` that ends the text before, to behind the `}` that begins the text after.
  const start = before.getEnd() - 2;
  const end = after.getStart(source) + 1;
  const separator = /^[:/|]/.exec(after.text)?.[0].length ?? 0;
  if (separator > 0 && expression.getEnd() < end) return { start, end: end + separator, text: '' };
  const trailing = /[:/|]$/.test(before.text) ? 1 : 0;
  return { start: start - trailing, end, text: '' };
}

/** `[a, b].join(':')`, `JSON.stringify([a, b])`, `path.join(...)` has arguments of its own. */
function isJoined(node: ts.ArrayLiteralExpression): boolean {
  const { parent } = node;
  if (node.elements.length < 2) return false;
  if (ts.isPropertyAccessExpression(parent)) return /^(?:join|map)$/.test(parent.name.text);
  return /key/i.test(placeOf(node));
}

const isEncoding = (node: ts.CallExpression): boolean =>
  /^(?:encode\w*|escape\w*|encodeURIComponent)$/.test(calledName(node)) &&
  node.arguments.length === 1;
