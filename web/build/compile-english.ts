import type { NodePath, PluginObj } from '@babel/core';
import { types } from '@babel/core';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

/**
 * Replaces the English text of each message by its compiled form, which the runtime takes as it takes that of a
 * catalogue. So the page carries no parser of messages, and no English catalogue on its first load.
 */
export function compileEnglish(): PluginObj {
  return {
    name: 'compile-english',
    visitor: { Program: { exit: (program: NodePath) => program.traverse({ ObjectExpression: compile }) } },
  };
}

function compile({ node }: NodePath<types.ObjectExpression>): void {
  const named = (name: string) =>
    node.properties.find(
      (property): property is types.ObjectProperty =>
        types.isObjectProperty(property) && types.isIdentifier(property.key, { name }),
    );
  const message = named('message');
  if (!message || !named('id') || !node.leadingComments?.some(({ value }) => value.trim() === '* i18n'))
    return;
  if (!types.isStringLiteral(message.value)) return;
  message.value = types.valueToNode(compileMessageOrThrow(message.value.value));
}
