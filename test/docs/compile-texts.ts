import { resolve } from 'node:path';

import ts from 'typescript';

/** A mistake in a text, with its line counted from 0. */
export interface Mistake {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Type-checks modules that are on no disk, by their absolute paths, in one program. Each may import the others. */
export function compileTexts(
  texts: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
): readonly Mistake[] {
  const files = ts.createCompilerHost(options);
  const textOf = (path: string): string | undefined => texts.get(resolve(path));
  const host: ts.CompilerHost = {
    ...files,
    fileExists: (path) => textOf(path) !== undefined || files.fileExists(path),
    // TypeScript looks for a module only in a folder that exists.
    directoryExists: (path) =>
      [...texts.keys()].some((each) => each.startsWith(`${resolve(path)}/`)) || ts.sys.directoryExists(path),
    readFile: (path) => textOf(path) ?? files.readFile(path),
    getSourceFile: (path, version, ...rest) => {
      const text = textOf(path);
      return text === undefined
        ? files.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version, true);
    },
  };

  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) => ({
        path,
        line: source?.getLineAndCharacterOfPosition(start).line ?? 0,
        message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      }),
    );
  });
}
