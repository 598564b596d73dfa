export { type AccountMail, queueMail } from './queue/queue-mail.ts';
export { type MemberMessage, queueMessages } from './queue/queue-messages.ts';
export { tellOperator } from './queue/tell-operator.ts';
export { withdrawMessages } from './queue/withdraw-messages.ts';
