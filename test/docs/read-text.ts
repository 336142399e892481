import ts from 'typescript';

/** A piece of text that people read, and the line of its file where it begins. */
export interface Piece {
  readonly line: number;
  readonly text: string;
}

/** The strings and comments of a TypeScript file, by what they are for. */
export interface SourceText {
  readonly comments: readonly Piece[];
  readonly titles: readonly Piece[];
  readonly strings: readonly Piece[];
}

/** Returns what people read in a TypeScript file. Paths of imports are left out. */
export function readSourceText(file: string, text: string): SourceText {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const strings: Piece[] = [];
  const titles: Piece[] = [];
  const code: string[] = [];
  let end = 0;

  const pieceAt = (position: number, words: string): Piece => ({
    line: source.getLineAndCharacterOfPosition(position).line + 1,
    text: words,
  });
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (isText(node)) {
      const start = node.getStart(source);
      code.push(text.slice(end, start), blank(text.slice(start, node.end)));
      end = node.end;
      if (!ts.isRegularExpressionLiteral(node)) strings.push(pieceAt(start, node.text));
    }
    if (ts.isCallExpression(node) && isTestCall(node.expression)) {
      const [title] = node.arguments;
      if (title) titles.push(...textsIn(title).map((each) => pieceAt(each.getStart(source), each.text)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  code.push(text.slice(end));

  const comments = [...code.join('').matchAll(/\/\*[^]*?\*\/|\/\/.*/g)].map(({ 0: comment, index }) =>
    pieceAt(index, comment),
  );
  return { comments, titles, strings };
}

type Text =
  | ts.LiteralExpression
  | ts.TemplateHead
  | ts.TemplateMiddle
  | ts.TemplateTail
  | ts.JsxText
  | ts.RegularExpressionLiteral;

/** Returns whether a node is a text: what looks like a comment inside it is none. */
function isText(node: ts.Node): node is Text {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node) ||
    ts.isRegularExpressionLiteral(node)
  );
}

/** Returns the same number of characters and lines, all of them blank. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** Returns whether a call is `test(…)`, `it.only(…)`, `describe.each(…)`, or the call of what `each` returns. */
function isTestCall(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return /^(describe|it|test)$/.test(callee.text);
  if (ts.isTaggedTemplateExpression(callee)) return isTestCall(callee.tag);
  return (
    (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) && isTestCall(callee.expression)
  );
}

/** Returns the texts of a title or of the table of `each`. What follows the first cell of a row is data; so is a function's text. */
function textsIn(node: ts.Node): readonly Exclude<Text, ts.RegularExpressionLiteral>[] {
  if (ts.isFunctionLike(node) || ts.isRegularExpressionLiteral(node)) return [];
  if (isText(node)) return [node];
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.flatMap((row) =>
      textsIn(ts.isArrayLiteralExpression(row) ? (row.elements[0] ?? row) : row),
    );
  }
  const texts: Exclude<Text, ts.RegularExpressionLiteral>[] = [];
  ts.forEachChild(node, (child) => {
    texts.push(...textsIn(child));
  });
  return texts;
}
