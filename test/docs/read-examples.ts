import ts from 'typescript';

/** A TypeScript snippet of an `@example` in a docblock. */
export interface Example {
  readonly file: string;
  /** The line of its file where the snippet begins, counted from 1. */
  readonly line: number;
  readonly code: string;
}

const DOCBLOCK = /\/\*\*[^]*?\*\//g;
const EXAMPLE = /@example\b[^@]*?```ts\n([^]*?)\n[ *]*```/g;

/** Returns the snippets of all `@example` tags of a file, without the margin of their docblocks. */
export function readExamples(file: string, text: string): readonly Example[] {
  return [...text.matchAll(DOCBLOCK)].flatMap(({ 0: docblock, index: start }) =>
    [...docblock.matchAll(EXAMPLE)].map(({ 0: tag, 1: snippet = '', index }) => ({
      file,
      line: lineAt(text, start + index + tag.indexOf(snippet, tag.indexOf('```ts'))),
      code: snippet.replace(/^ *\* ?/gm, ''),
    })),
  );
}

/** Returns how many `@example` tags a file has, so that one in another form is noticed. */
export function countExamples(text: string): number {
  return [...text.matchAll(DOCBLOCK)].flatMap(([docblock]) => docblock.match(/@example\b(?!\.)/g) ?? [])
    .length;
}

/** Returns the names that a module exports by name. `export *` is not followed. */
export function exportedNames(text: string): readonly string[] {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause } = statement;
      return exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : [];
    }
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : [];
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    return isNamed(statement) ? [statement.name.text] : [];
  });
}

/** Returns the identifiers that a snippet uses and does not declare. A member's name may be among them. */
export function freeNames(code: string): readonly string[] {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    if (isDeclaration(node) && ts.isIdentifier(node.name)) declared.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest));
  return [...used].filter((name) => !declared.has(name));
}

type Named = ts.Statement & { readonly name: ts.Identifier };

function isNamed(statement: ts.Statement): statement is Named {
  return 'name' in statement && ts.isIdentifier(statement.name as ts.Node);
}

function isDeclaration(
  node: ts.Node,
): node is ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration {
  return ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isParameter(node);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
