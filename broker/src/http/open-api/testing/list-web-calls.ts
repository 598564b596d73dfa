import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';

/** One call of the API in the dashboard's source. */
export interface WebCall {
  file: string;
  method: string;
  /** Without its query; `{}` stands for each part that varies. */
  path: string;
  /** The contract's schema that its answer is parsed with; null = the answer is not looked at. */
  answer: string | null;
}

const webSource = path.resolve(import.meta.dirname, '../../../../../web/src');

/** Every `request({ … })` of the dashboard to `/api/v1`. Throws when one is written so that it cannot be read here. */
export async function listWebCalls(): Promise<WebCall[]> {
  const calls: WebCall[] = [];
  for await (const name of glob('features/**/*.{ts,tsx}', { cwd: webSource })) {
    if (name.includes('.test.')) continue;
    const text = await readFile(path.join(webSource, name), 'utf8');
    if (!text.includes('lib/request.ts')) continue;
    calls.push(...readCalls(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)));
  }
  return calls.filter((call) => call.path.startsWith('/api/v1/'));
}

function readCalls(file: ts.SourceFile): WebCall[] {
  const constants = readConstants(file);
  return findAll(file, ts.isCallExpression)
    .filter((call) => call.expression.getText() === 'request')
    .map((call) => {
      const fields = readFields(call);
      const method = fields.get('method');
      return {
        file: file.fileName,
        method: method === undefined ? 'GET' : readPath(method, constants),
        path: readPath(fields.get('path'), constants).replace(/\?.*$/, ''),
        answer: readAnswer(fields.get('answer'), constants),
      };
    });
}

function readFields(call: ts.CallExpression): Map<string, ts.Expression> {
  const [options] = call.arguments;
  const fields = new Map<string, ts.Expression>();
  if (options === undefined || !ts.isObjectLiteralExpression(options)) throw unreadable(call);
  for (const property of options.properties) {
    if (ts.isPropertyAssignment(property)) fields.set(property.name.getText(), property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) fields.set(property.name.text, property.name);
  }
  return fields;
}

/** `const path = …`, wherever it stands in the file; a file has one request of a kind. */
function readConstants(file: ts.SourceFile): Map<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  for (const { name, initializer } of findAll(file, ts.isVariableDeclaration)) {
    if (initializer !== undefined) constants.set(name.getText(), initializer);
  }
  return constants;
}

function readPath(node: ts.Expression | undefined, constants: Map<string, ts.Expression>): string {
  if (node === undefined) throw new Error('a request without a path');
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  }
  if (ts.isIdentifier(node)) return readPath(constants.get(node.text), constants);
  if (ts.isCallExpression(node) && node.expression.getText() === 'withQuery') {
    return readPath(node.arguments[0], constants);
  }
  throw unreadable(node);
}

/** A contract's name, also through `.pick()` and the like; null for nothing (`z.unknown()`) and for a file's text (`z.string()`). */
function readAnswer(node: ts.Expression | undefined, constants: Map<string, ts.Expression>): string | null {
  if (node === undefined) throw new Error('a request without an answer');
  if (ts.isIdentifier(node)) {
    const local = constants.get(node.text);
    return local === undefined ? node.text : readAnswer(local, constants);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    const isNoContract = expression.getText() === 'z' && ['unknown', 'string'].includes(name.text);
    return isNoContract ? null : readAnswer(expression, constants);
  }
  throw unreadable(node);
}

function findAll<Kind extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is Kind): Kind[] {
  const found: Kind[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function unreadable(node: ts.Node): Error {
  return new Error(
    `${node.getSourceFile().fileName}: write this so that list-web-calls.ts can read it: ${node.getText()}`,
  );
}
