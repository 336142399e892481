/** Maximum characters of a quoted text, and of a whole message. */
const MAX_QUOTED = 200;
const MAX_MESSAGE = 1_000;

const LONG_QUOTE = new RegExp(`"[^"]{${MAX_QUOTED + 1},}"`, 'g');

/**
 * Returns a message for a client in which no text is long. Messages repeat what the client sent, such as the name of a
 * field, and a client may send a megabyte.
 */
export function shortened(message: string): string {
  if (message.length <= MAX_QUOTED) return message;
  const quoted = message.replace(LONG_QUOTE, (text) => `"${text.slice(1, MAX_QUOTED)}…"`);
  const cut = quoted.length > MAX_MESSAGE ? `${quoted.slice(0, MAX_MESSAGE - 1)}…` : quoted;
  // A cut may fall between the halves of a character.
  return cut.toWellFormed();
}
