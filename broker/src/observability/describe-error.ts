/** What is logged of an error. Nothing else of it is: libraries hang whole requests and rows on their errors. */
export interface DescribedError {
  type: string;
  message: string;
  /** Where it was thrown, without the message. */
  stack?: string;
  code?: string | number;
  /** The SQL with its placeholders; never what stood in their place. */
  statement?: string;
  constraint?: string;
  table?: string;
  cause?: DescribedError;
  errors?: DescribedError[];
}

const deepest = 6;
const errorsShownMax = 5;

/**
 * An error as it may stand in a log. Parameters of a statement (session tokens, password hashes) and values of rows stand in
 * the messages of drizzle and Postgres, in their stacks and in fields of their own: of those errors only statement, SQLSTATE,
 * constraint and table are kept.
 */
export function describeError(thrown: unknown, depth = 0): DescribedError {
  if (!(thrown instanceof Error))
    return { type: typeof thrown, message: 'something that is no Error was thrown' };
  const { code, query, constraint, table, errors } = facts(thrown);
  const isPostgres = isPostgresError(thrown);
  return {
    type: thrown.constructor.name,
    message: plainMessage(thrown),
    ...optional('stack', framesOf(thrown.stack)),
    ...optional('code', typeof code === 'string' || typeof code === 'number' ? code : undefined),
    ...optional('statement', typeof query === 'string' ? query : undefined),
    ...optional('constraint', isPostgres && typeof constraint === 'string' ? constraint : undefined),
    ...optional('table', isPostgres && typeof table === 'string' ? table : undefined),
    ...(thrown.cause instanceof Error && depth < deepest
      ? { cause: describeError(thrown.cause, depth + 1) }
      : {}),
    ...(Array.isArray(errors) && depth < deepest
      ? { errors: errors.slice(0, errorsShownMax).map((error: unknown) => describeError(error, depth + 1)) }
      : {}),
  };
}

/** What an operator reads on a terminal: an error's sentence, of a failed statement the database's own reason. */
export function plainMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'Something failed without saying what.';
  if (isFailedQuery(thrown.message)) {
    return thrown.cause instanceof Error ? plainMessage(thrown.cause) : 'The database refused a statement.';
  }
  return isPostgresError(thrown) ? postgresMessage(thrown) : withoutParameters(thrown.message);
}

/** A text that may quote a failed statement, without the statement's parameters. */
export function withoutParameters(text: string): string {
  const at = text.indexOf(failedQuery);
  return at === -1 ? text : `${text.slice(0, at)}a statement failed`;
}

const failedQuery = 'Failed query: ';

function isFailedQuery(message: string): boolean {
  return message.startsWith(failedQuery);
}

// By what it carries, not by its class: a pool and a client may come from two copies of the driver.
function isPostgresError(error: Error): boolean {
  const { code, severity } = facts(error);
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && typeof severity === 'string';
}

// Connection, authorization, transaction, our own SQL, resources, operator, system: their messages name no row's values.
const speakingClasses = new Set(['08', '25', '28', '3D', '40', '42', '53', '55', '57', '58']);

function postgresMessage(error: Error): string {
  const { code, constraint, table } = facts(error);
  const sqlState = String(code);
  if (speakingClasses.has(sqlState.slice(0, 2))) return error.message;
  const where = [
    ...(typeof table === 'string' ? [`table ${table}`] : []),
    ...(typeof constraint === 'string' ? [`constraint ${constraint}`] : []),
  ];
  return `The database refused a statement (${[`SQLSTATE ${sqlState}`, ...where].join(', ')}).`;
}

function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return frames === undefined || frames.length === 0 ? undefined : frames.join('\n');
}

function facts(error: Error): Record<string, unknown> {
  return error as unknown as Record<string, unknown>;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: Value });
}
