import ts from 'typescript';

export interface BareWords {
  line: number;
  text: string;
  repair: string;
}

// What is read by people wherever it stands: attributes of elements and fields of tables with one of these names.
const spoken =
  /^(title|label|placeholder|alt|aria-label|aria-description|hint|description|words|keep|act|lead|documentTitle|effect|empty|note|summary)$/;
const spokenElements = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal']);
const codeElements = new Set(['code', 'pre', 'kbd', 'Trans', 'Plural', 'Select', 'SelectOrdinal']);
const silentAttributes =
  /^(className|class|d|style|look|tone|size|role|rel|type|id|key|href|to|autoComplete)$/;
const silentCalls =
  /^(classNames|cva|plural|select|selectOrdinal|RegExp|URL|matchMedia|querySelector|regex|includes|replaceAll)$/;

const properNames = new Set(['Coinslot', 'Discord', 'Google']);
const sentence = /^\s*[A-Z][a-z]+,? [A-Za-z]/;
const phrase = /\s[a-z]{2,}[,.:;]?(\s|$)|(^|\s)[a-z]{2,}[,.:;]?\s/;

/** The words in a source of the page that go through no macro, as near as its syntax tells. */
export function findBareWords(file: string, source: string): BareWords[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: BareWords[] = [];
  tree.forEachChild(visit);
  return found;

  function visit(node: ts.Node): void {
    if (isSaidTooEarly(node))
      add(node, 'said once, in English, when the module is loaded: use msg, and say it when it is shown');
    if (isSilent(node)) return;
    if (isBare(node)) add(node, 'put it into <Trans>, or t, msg or plural of @lingui/core/macro');
    node.forEachChild(visit);
  }

  function add(node: ts.Node, repair: string): void {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    found.push({ line: line + 1, text: node.getText().trim().replace(/\s+/g, ' ').slice(0, 80), repair });
  }
}

/** `t` outside of every function. */
function isSaidTooEarly(node: ts.Node): boolean {
  if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 't') return false;
  return ts.findAncestor(node, ts.isFunctionLike) === undefined;
}

/** Parts whose strings nobody reads, or that say their words already. */
function isSilent(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isTaggedTemplateExpression(node)) return true;
  if (ts.isJsxElement(node)) return codeElements.has(node.openingElement.tagName.getText());
  if (ts.isJsxSelfClosingElement(node)) return spokenElements.has(node.tagName.getText());
  if (ts.isJsxAttribute(node)) return silentAttributes.test(node.name.getText());
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Error';
  if (ts.isBinaryExpression(node)) return isComparison(node);
  if (ts.isCallExpression(node)) return silentCalls.test(calledName(node));
  return ts.isPropertyAssignment(node) && /^(className|queryKey|classNames)$/.test(node.name.getText());
}

function isBare(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return hasLetters(node.text) && !properNames.has(node.text.trim());
  if (ts.isTemplateExpression(node)) {
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    return parts.some(isSpoken(node) ? hasLetters : isPhrase);
  }
  if (!ts.isStringLiteralLike(node) || properNames.has(node.text)) return false;
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return false;
  if (isSpoken(node)) return hasLetters(node.text);
  return isShown(node) ? hasLetters(node.text) : sentence.test(node.text);
}

function hasLetters(text: string): boolean {
  return /[A-Za-z]{2}/.test(text.replaceAll(/&\w+;|https?:\/\/\S+|\S*example\.org\S*|Coinslot/g, ''));
}

/** Tailwind's classes and addresses have hyphens, colons and slashes where speech has none. */
function isPhrase(text: string): boolean {
  return phrase.test(text) && !/[a-z]-[a-z0-9[]|\w[:/=(]\S/.test(text);
}

/** It is the value of something that is named for being read. */
function isSpoken(node: ts.Node): boolean {
  const holder = ts.isJsxExpression(node.parent) ? node.parent.parent : node.parent;
  if (ts.isJsxAttribute(holder)) return spoken.test(holder.name.getText());
  return (
    ts.isPropertyAssignment(holder) &&
    (spoken.test(holder.name.getText()) || holder.name.getText() === 'text')
  );
}

/** It stands in the page itself, as it is or as one of two. */
function isShown(node: ts.Node): boolean {
  const chosen = ts.isConditionalExpression(node.parent) ? node.parent : node;
  return ts.isJsxExpression(chosen.parent) && !ts.isJsxAttribute(chosen.parent.parent);
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

function calledName({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}
