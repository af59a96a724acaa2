const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for the content of an element or a quoted attribute: whatever it holds, it stays text. */
export function escape(text: string): string {
  // What HTML cannot hold at all would end the document for some readers.
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign]).replaceAll('\u0000', '\ufffd');
}
