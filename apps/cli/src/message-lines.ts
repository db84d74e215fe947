import type { Content, MessageContent } from '#event-stream';

/** So much of a text is shown to a person; `--json` gives all of it. */
const SHOWN = 2_000;

/**
 * A message that was sealed when it was laid aside, line by line; null: its key was deleted since.
 * @param subject by which its key is forgotten
 */
export function messageLines(message: MessageContent | null, subject: string): string[] {
  if (message === null) return ['message   cannot be opened any more: its key was deleted'];
  return [
    `message   opened, it may hold personal data (tracker forget "${subject}"):`,
    `  key     ${shown(message.key)}`,
    ...message.headers.map(({ name, value }) => `  header  ${name} = ${shown(value)}`),
    `  value   ${shown(message.value)}`,
  ];
}

function shown(content: Content | null): string {
  if (content === null) return 'none';
  const [name, text] = 'text' in content ? ['text', JSON.stringify(content.text)] : ['base64', content.base64];
  if (text.length <= SHOWN) return `${name} ${text}`;
  return `${name} ${text.slice(0, SHOWN)} … (${text.length} characters; --json gives all)`;
}
