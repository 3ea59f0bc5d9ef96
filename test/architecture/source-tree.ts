import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import * as ts from 'typescript';

export const root = join(__dirname, '..', '..').replace(/\/dist$/, '');

/** One of our own source files, parsed once. Paths are relative to the repository, with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

export function sources(): Source[] {
  return ['apps', 'libs', 'test'].flatMap(walk).map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
  });
}

/** Our own files a source imports, statically or not; `#name` is `libs/name/index.ts`. */
export function importsOf({ path, tree }: Source, known: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const target = specifierOf(node);
    const file = target === undefined ? undefined : resolve(path, target, known);
    if (file !== undefined) found.push(file);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Every function with a body: its name as written and the lines it takes. Callbacks of `describe` are chapters, not functions. */
export function functionsOf({ tree }: Source): { name: string; line: number; lines: number }[] {
  const found: { name: string; line: number; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && !isChapter(node)) {
      const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
      const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({ name: node.name?.getText(tree) ?? '(anonymous)', line: first + 1, lines: last - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isChapter(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent)) return false;
  return /^describe(\.each\b|$)/.test(parent.expression.getText());
}

function specifierOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return node.moduleSpecifier.text;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  const callee = node.expression;
  const loads = callee.kind === ts.SyntaxKind.ImportKeyword || callee.getText() === 'require' || callee.getText() === 'require.resolve';
  return loads && argument && ts.isStringLiteral(argument) ? argument.text : undefined;
}

function resolve(from: string, target: string, known: ReadonlySet<string>): string | undefined {
  if (/^#[a-z]+$/.test(target)) return `libs/${target.slice(1)}/index.ts`;
  if (!target.startsWith('.')) return undefined;
  const base = normalize(join(dirname(from), target)).replaceAll('\\', '/');
  return [`${base}.ts`, `${base}/index.ts`, base].find((candidate) => known.has(candidate));
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === 'apps/web' || entry.name === 'node_modules' ? [] : walk(path);
    return entry.name.endsWith('.ts') ? [relative('', path)] : [];
  });
}
